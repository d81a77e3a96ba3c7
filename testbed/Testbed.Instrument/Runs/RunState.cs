namespace Orchestrator.Testbed.Instrument.Runs;

/// <summary>Where the run is.</summary>
public enum RunState
{
    /// <summary>A worklist is loaded; nothing moves yet.</summary>
    Ready,

    /// <summary>Step after step.</summary>
    Running,

    /// <summary>An error dialog is open; the run waits for Retry or Abort.</summary>
    Stopped,

    /// <summary>Every step was done.</summary>
    Finished,

    /// <summary>Somebody chose Abort.</summary>
    Aborted,
}

/// <summary>Why the run stopped; what the error dialog shows.</summary>
/// <param name="Step">Number of the step, from 1; also the worklist's line.</param>
/// <param name="Rack">Label of the labware.</param>
/// <param name="Position">Position on it, from 1.</param>
/// <param name="Well">The position's printed name, like C2.</param>
/// <param name="Liquid">What should have been there.</param>
/// <param name="Requested">µl that the step wanted.</param>
/// <param name="Found">µl that lie above the tips' reach.</param>
/// <param name="Cause">For people.</param>
/// <param name="Attempt">1 at the first stop; grows when Retry finds the same.</param>
public sealed record RunError(int Step, string Rack, int Position, string Well, string Liquid, decimal Requested, decimal Found, string Cause, int Attempt)
{
    /// <summary>The dialog's title.</summary>
    public const string Title = "Liquid not detected";
}

/// <summary>How far the run is.</summary>
/// <param name="Done">Steps completed.</param>
/// <param name="Steps">Steps of the worklist.</param>
public readonly record struct RunProgress(int Done, int Steps);
