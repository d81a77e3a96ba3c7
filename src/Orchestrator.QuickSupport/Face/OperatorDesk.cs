using Orchestrator.Actors.Sessions.AtInstrument;
using Orchestrator.Protocol;
using Orchestrator.QuickSupport.Files;
using Orchestrator.QuickSupport.Pumps;

namespace Orchestrator.QuickSupport.Face;

/// <summary>What a face works with.</summary>
/// <param name="Controls">The operator's keys.</param>
/// <param name="Pin">To be shown to the operator and to nobody else.</param>
/// <param name="OsAccount">The account of the operating system; goes beside the stated name.</param>
/// <param name="IsDevelopment">True: DEVELOPMENT is shown at all times.</param>
/// <param name="Composition">Names the program's composition.</param>
/// <param name="Version">Of this program.</param>
/// <param name="Files">Where files may lie.</param>
/// <param name="Counters">What the pumps did; says when the technician's input was last injected.</param>
/// <param name="Notices">Sentences that the operator should know from the start, for example that this system has no screen.</param>
public sealed record OperatorDesk(
    OperatorControls Controls,
    SecretText Pin,
    string OsAccount,
    bool IsDevelopment,
    string Composition,
    string Version,
    OperatorFiles Files,
    PumpCounters Counters,
    IReadOnlyList<string> Notices);
