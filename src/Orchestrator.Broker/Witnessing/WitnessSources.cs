using Microsoft.Extensions.Logging;
using Orchestrator.Broker.Evidence;
using Orchestrator.Broker.Hosting;
using Orchestrator.Broker.Journal;
using Orchestrator.Domain;

namespace Orchestrator.Broker.Witnessing;

/// <summary>The logs that witnesses are asked about, and where their answers go.</summary>
/// <param name="Journal">The broker's own log.</param>
/// <param name="Own">Its tree.</param>
/// <param name="Runs">The runs' logs.</param>
/// <param name="Cosignatures">What witnesses signed.</param>
/// <param name="Time">The only clock.</param>
/// <param name="Log">Diagnostics.</param>
internal sealed record WitnessSources(BrokerJournal Journal, OwnLogTree Own, WitnessedRuns Runs, CosignatureStore Cosignatures, TimeProvider Time, ILogger Log)
{
    /// <summary>Appends a record; tests put a log here that can't be written.</summary>
    internal Func<BrokerObservation, Task> Append { get; init; } = observation => Journal.AppendUnconfirmedAsync(observation, null, CancellationToken.None);

    /// <summary>Records what a witness said; false when that can't be written. Nothing rests on it: where the log can't be written, everything else stops by itself.</summary>
    public async Task<bool> NoteAsync(BrokerObservation observation)
    {
        try
        {
            await Append(observation);
            return true;
        }
        catch (JournalException e)
        {
            BrokerLog.WitnessRecordLost(Log, observation.GetType().Name, e.Message);
            return false;
        }
    }
}
