using Orchestrator.Trust.Primitives;

namespace Orchestrator.QuickSupport.Face;

/// <summary>Times of the terminal face.</summary>
public sealed record TerminalFaceOptions
{
    /// <summary>Silence on the keyboard before a prompt is shown: what was on its way from the display server is typed by then, and forgotten.</summary>
    public TimeSpan QuietBeforePrompt { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Somebody who never stops typing delays a prompt by this at most.</summary>
    public TimeSpan LongestQuiet { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a terminal that doesn't report may take to draw over a prompt's code.</summary>
    public TimeSpan LongestErase { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Keys this soon after the technician's input may be the technician's: they can only take back, never enlarge, and aren't local input.</summary>
    public TimeSpan InjectionShadow { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the question for the proxy's account stays without an answer.</summary>
    public TimeSpan LoginTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the summary stays when nobody presses a key.</summary>
    public TimeSpan SummaryTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The only clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where codes are drawn from.</summary>
    public IRandomSource Random { get; init; } = SystemRandomSource.Instance;
}
