namespace Orchestrator.Pac;

/// <summary>The sentences of PAC files that can't be used: what failed, why, what to do.</summary>
internal static class PacFailures
{
    private const string Cure = "Ask the IT department to correct it, or name the proxy itself in the site file.";

    public static PacException Invalid(string why, Exception? inner = null) => new(PacCodes.Invalid, $"The PAC file can't be used: {why}. {Cure}", inner);

    public static PacException Failed(string why, Exception? inner = null) => new(PacCodes.Failed, $"The PAC file's script failed: {why}. {Cure}", inner);

    public static PacException TooSlow() =>
        new(PacCodes.Timeout, $"The PAC file's script took more than {PacLimits.Time.TotalMilliseconds:0} ms of computing time and was stopped. {Cure}");

    public static PacException StillRunning() =>
        new(PacCodes.Timeout, $"A script of the PAC file, begun before, still hasn't stopped; no other one is begun. {Cure}");

    public static PacException Limit(string what, Exception? inner = null) => new(PacCodes.Limit, $"The PAC file's script was stopped: {what}. {Cure}", inner);

    /// <summary>One short line of a stranger's text.</summary>
    public static string Shown(string text) => string.Concat(text.Take(120).Select(letter => letter is >= ' ' and <= '~' ? letter : '?'));
}
