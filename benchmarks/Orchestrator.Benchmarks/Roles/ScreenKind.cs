namespace Orchestrator.Benchmarks.Roles;

/// <summary>What the instrument of a benchmark shows.</summary>
internal enum ScreenKind
{
    /// <summary>A picture that never changes.</summary>
    Still,

    /// <summary>A picture that answers a click at once with another colour.</summary>
    Clickable,

    /// <summary>A picture that changes thirty times a second.</summary>
    Lively,

    /// <summary>The control program of the simulated liquid handler.</summary>
    Instrument,

    /// <summary>A real X display.</summary>
    X11,
}
