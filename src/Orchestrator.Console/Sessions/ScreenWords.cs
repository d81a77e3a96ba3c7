using Orchestrator.Rfb;

namespace Orchestrator.Technicians;

/// <summary>What the technician is told when the instrument's screen goes and comes: what failed, why, what to do.</summary>
internal static class ScreenWords
{
    /// <summary>Code of a step that needs to see the screen.</summary>
    public const string Code = "SCREEN_UNAVAILABLE";

    public static string Of(ScreenStatus status) => status switch
    {
        ScreenStatus.Available => "The instrument's screen can be seen again.",
        ScreenStatus.Unavailable =>
            "The instrument's screen can't be seen: its display is locked, or has ended. The picture here is the last one. Chat and files still work; ask the operator to look at the instrument's screen. It comes back by itself when the display does.",
        _ =>
            "The instrument's screen can't be seen: the program that takes its picture failed there and is started again. The picture here is the last one. Chat and files still work; if it doesn't come back within a minute, end the session and begin a new one.",
    };
}
