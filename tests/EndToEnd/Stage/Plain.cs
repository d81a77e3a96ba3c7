using Orchestrator.Technicians;

namespace Orchestrator.EndToEnd.Stage;

/// <summary>What every refusal must look like to the person who reads it.</summary>
internal static class Plain
{
    /// <summary>One or more whole sentences, and nothing of the program's inside.</summary>
    public static void AssertSentence(string sentence)
    {
        Assert.EndsWith(".", sentence, StringComparison.Ordinal);
        Assert.InRange(sentence.Length, 20, 600);
        Assert.DoesNotContain("   at ", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', sentence);
    }

    /// <summary>Refused with this code, a plain sentence and an exit code that isn't 0.</summary>
    public static async Task<ConsoleException> AssertRefusedAsync(string code, Func<Task> attempt)
    {
        var refused = await Assert.ThrowsAsync<ConsoleException>(attempt).WaitAsync(AttendedInstrument.Patience);
        Assert.Equal(code, refused.Code);
        Assert.NotEqual(ExitCode.Success, refused.Exit);
        AssertSentence(refused.Message);
        return refused;
    }
}
