using System.Collections.Immutable;
using Orchestrator.Testbed.Instrument.Deck;
using Orchestrator.Testbed.Instrument.Home;
using Orchestrator.Testbed.Instrument.Runs;
using Orchestrator.Testbed.Instrument.Screen;

namespace Orchestrator.Testbed.Instrument.Drawing;

/// <summary>Everything that the picture shows, at one moment; immutable. The same view gives the same pixels.</summary>
internal sealed record InstrumentView(
    RunState State,
    RunError? Error,
    string WorklistName,
    ImmutableArray<RunStep> Steps,
    int Done,
    ImmutableArray<Carrier> Carriers,
    ImmutableDictionary<string, Labware> Labware,
    ImmutableList<RunLogLine> Log,
    ImmutableArray<WorklistEntry> Worklists,
    InstrumentNames Names,
    DateTimeOffset Now,
    UiState Ui);

/// <summary>The names that the header and the status bar show.</summary>
internal sealed record InstrumentNames(string Site, string Operator, string Serial, string Assay);
