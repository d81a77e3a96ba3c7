using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Broker.Journal;
using Orchestrator.Broker.Tests.Support;
using Orchestrator.Broker.Witnessing;
using Orchestrator.Domain;

namespace Orchestrator.Broker.Tests.Witnessing;

/// <summary>A desk of its own over a real broker's parts. What it records is kept here; as often as wanted the log can't be written.</summary>
internal sealed class DeskStage : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Channel<BrokerObservation> _tried = Channel.CreateUnbounded<BrokerObservation>();
    private int _failures;

    private DeskStage(TestBroker broker)
    {
        Broker = broker;
        var (parts, time) = (broker.Parts, broker.Time);
        var sources = new WitnessSources(
            parts.Journal, new OwnLogTree(parts.Journal), new WitnessedRuns(broker.Store, parts.Claims, time), parts.Cosignatures, time, NullLogger.Instance) { Append = AppendAsync };
        Desk = new WitnessDesk(new WitnessStore(broker.Store, time), sources, NullLogger.Instance);
    }

    public TestBroker Broker { get; }

    public WitnessDesk Desk { get; }

    /// <summary>So many records can't be written from now on.</summary>
    public int Failures
    {
        set => Interlocked.Exchange(ref _failures, value);
    }

    /// <summary>What was written.</summary>
    public List<BrokerObservation> Written { get; } = [];

    /// <summary>The broker's own log.</summary>
    public NoteKey OwnLog => OwnLogOf(Broker);

    public static async Task<DeskStage> CreateAsync() => new(await TestBroker.CreateAsync());

    public static NoteKey OwnLogOf(TestBroker broker) => new(broker.Parts.Journal.Origin, broker.Parts.Keyring.Log.Public);

    /// <summary>The broker's log grows and is signed; gives its size.</summary>
    public async Task<long> GrowAsync()
    {
        await Broker.Parts.Journal.AppendAsync(new AccountObservations.AccountUnlocked("anna", TestBroker.Owner), CancellationToken.None);
        await Broker.Parts.Journal.CheckpointAsync(CancellationToken.None);
        return Broker.Parts.Journal.Size;
    }

    /// <summary>The next that the desk tried to record.</summary>
    public async Task<BrokerObservation> NextAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        return await _tried.Reader.ReadAsync(limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await Desk.DisposeAsync();
        await Broker.DisposeAsync();
    }

    private Task AppendAsync(BrokerObservation observation)
    {
        var isLost = Interlocked.Decrement(ref _failures) >= 0;
        if (!isLost)
        {
            lock (Written)
            {
                Written.Add(observation);
            }
        }

        _tried.Writer.TryWrite(observation);
        return isLost ? Task.FromException(new JournalException("The disk is full.")) : Task.CompletedTask;
    }
}
