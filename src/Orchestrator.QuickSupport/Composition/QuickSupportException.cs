namespace Orchestrator.QuickSupport.Composition;

/// <summary>QuickSupport can't go on. The message says what failed, why, and what to do; nothing else is shown.</summary>
public sealed class QuickSupportException : Exception
{
    /// <summary>Makes one.</summary>
    public QuickSupportException(ExitCode code, string sentence, Exception? inner = null)
        : base(sentence, inner) => Code = code;

    /// <summary>The exit code.</summary>
    public ExitCode Code { get; }
}
