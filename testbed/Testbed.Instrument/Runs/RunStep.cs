using Orchestrator.Testbed.Instrument.Worklists;

namespace Orchestrator.Testbed.Instrument.Runs;

/// <summary>One step of the run list: one line of the worklist.</summary>
/// <param name="Number">From 1; the worklist's line.</param>
/// <param name="Record">What to do.</param>
/// <param name="Action">Short verb for the list.</param>
/// <param name="Detail">The rest for the list.</param>
/// <param name="Duration">How long the arm needs at normal speed.</param>
internal sealed record RunStep(int Number, WorklistRecord Record, string Action, string Detail, TimeSpan Duration);
