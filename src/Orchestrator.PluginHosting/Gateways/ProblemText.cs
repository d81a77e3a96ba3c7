namespace Orchestrator.PluginHosting;

/// <summary>What a plugin threw, as text: the exception itself may be of the plugin's own type, which nobody may keep.</summary>
public static class ProblemText
{
    private const int Length = 300;

    /// <summary>Type and message on one short line; a plugin's text must not break a log.</summary>
    public static string Of(Exception problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return OneLine.Of($"{problem.GetType().Name}: {MessageOf(problem).Trim()}", Length);
    }

    // The message is code of whoever wrote the exception.
    private static string MessageOf(Exception problem)
    {
        try
        {
            return problem.Message ?? "";
        }
        catch (Exception)
        {
            return "its message can't be read";
        }
    }
}
