using System.Text.Json;
using Orchestrator.Audit.Diff;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Records;
using Orchestrator.Broker.Claims;
using Orchestrator.Broker.Journal;
using Orchestrator.Broker.Settings;
using Orchestrator.Broker.Store;
using Orchestrator.Domain;

namespace Orchestrator.Broker.Evidence;

/// <summary>What a broker's data folder says about sessions: the instruments' claims, and what the broker saw itself. Reads only; the broker may serve meanwhile.</summary>
public sealed class BrokerEvidence
{
    private readonly DataFolder _folder;
    private readonly ClaimStore _claims;

    private BrokerEvidence(DataFolder folder, ClaimStore claims)
    {
        _folder = folder;
        _claims = claims;
    }

    /// <summary>Folder of the broker's own log.</summary>
    public string LogFolder => _folder.Log;

    /// <summary>Opens a data folder.</summary>
    /// <exception cref="BrokerException">It isn't one.</exception>
    public static async Task<BrokerEvidence> OpenAsync(string dataFolder, CancellationToken cancellationToken)
    {
        var folder = DataFolder.At(dataFolder);
        if (!File.Exists(folder.Database))
        {
            throw new BrokerException(ExitCode.DataFolder, $"There is no broker's data in {folder.Root}. Name the folder that `orchestrator-broker init` made.");
        }

        return new BrokerEvidence(folder, new ClaimStore(await BrokerStore.OpenAsync(folder.Database, cancellationToken), TimeProvider.System));
    }

    /// <summary>What the instrument of a session claimed, in order.</summary>
    public async Task<IReadOnlyList<StoryEvent>> ClaimsAsync(SessionNumber session, CancellationToken cancellationToken)
    {
        var story = new List<StoryEvent>();
        await foreach (var line in _claims.ReadAsync(session, cancellationToken))
        {
            InstrumentStory.Add(story, line);
        }

        return story;
    }

    /// <summary>What the broker saw of a session.</summary>
    public ObservedSession Observed(SessionNumber session)
    {
        var meters = new List<ChannelMeter>();
        var (sawEnd, missing) = (false, false);
        foreach (var line in File.ReadLines(new LogFolder(_folder.Log).Records))
        {
            if (RecordReader.Read(System.Text.Encoding.UTF8.GetBytes(line), out var record) != RecordFailure.None || record!.Body.Session != session.ToString())
            {
                continue;
            }

            sawEnd |= record.Body.Event == BrokerEventCodes.SessionEnded;
            missing |= record.Body.Event == BrokerEventCodes.MissingEnd;
            if (record.Body.Event == BrokerEventCodes.RelayMetered)
            {
                meters.Add(Meter(record.Body.Data.Read()));
            }
        }

        return new ObservedSession(meters, sawEnd, missing);
    }

    private static ChannelMeter Meter(JsonElement data) => new(
        new ChannelId(data.GetProperty("channel").GetUInt32()),
        data.GetProperty("recordsToInstrument").GetInt64(),
        data.GetProperty("bytesToInstrument").GetInt64(),
        data.GetProperty("recordsFromInstrument").GetInt64(),
        data.GetProperty("bytesFromInstrument").GetInt64());
}
