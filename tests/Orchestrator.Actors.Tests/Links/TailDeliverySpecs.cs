using Orchestrator.Actors.Links;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Actors.Sessions.AtInstrument;
using Orchestrator.Actors.Tests.Support;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Records;
using Orchestrator.Audit.Runs;
using Orchestrator.Domain;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Links.Tests.Multiplexing;
using Orchestrator.Protocol;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Actors.Tests.Links;

/// <summary>Both halves of a delivery over a real link, with real logs on the disk; only what stores them is a double.</summary>
[Trait("Requirement", "R-AUD-10")]
public sealed class TailDeliverySpecs : ActorSpecs, IEarlierRuns, IDisposable
{
    private static readonly SessionNumber Number = new(123_456_789);

    private readonly string _root = Directory.CreateTempSubdirectory("tail-").FullName;
    private readonly FakeRecoveredRuns _store = new();
    private readonly List<TailDelivered> _ended = [];
    private IReadOnlyList<EarlierRun> _runs = [];
    private bool _isAlive;

    IReadOnlyList<EarlierRun> IEarlierRuns.Find() => _runs;

    Task IEarlierRuns.EndedAsync(EarlierRun run, TailDelivered how)
    {
        _ended.Add(how);
        return Task.CompletedTask;
    }

    void IDisposable.Dispose()
    {
        Directory.Delete(_root, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task What_the_broker_lacks_is_brought_under_the_newest_checkpoint()
    {
        var run = await RunAsync(records: 9);
        _store.Known = 4;
        await DeliverAsync();

        Assert.Equal([new TailDelivered(run.Signed - 4, "", "")], _ended);
        var part = Assert.Single(_store.Parts, p => p.Lines.Count > 0);
        Assert.Equal(run.Read(4).Select(l => l.ToArray()), part.Lines.Select(l => l.ToArray()));
        Assert.Equal(run.Last!.Note.ToArray(), part.Note.ToArray());
        Assert.Equal((Number, run.Key.Name, 4L, 0L), (part.Session, part.LogOrigin, part.From, part.Unsigned));
    }

    [Fact]
    public async Task A_broker_that_has_everything_still_gets_the_last_checkpoint_for_it_may_have_missed_it()
    {
        var run = await RunAsync(records: 3);
        _store.Known = run.Records;
        await DeliverAsync();
        Assert.Equal([new TailDelivered(0, "", "")], _ended);
        Assert.Equal(run.Last!.Note.ToArray(), Assert.Single(_store.Parts).Note.ToArray());
    }

    [Fact]
    public async Task A_long_tail_comes_in_parts_that_fit()
    {
        await RunAsync(records: 9_000, signEach: 1_500);
        _store.Known = 1;
        await DeliverAsync();
        Assert.Equal("", Assert.Single(_ended).Code);
        Assert.All(_store.Parts, p => Assert.InRange(p.Lines.Count, 0, RecoveryTalk.PartRecords));
        Assert.InRange(_store.Parts.Count(p => p.Lines.Count > 0), 3, 4);
    }

    [Fact]
    public async Task A_session_that_isnt_over_for_the_broker_is_asked_about_again()
    {
        await RunAsync(records: 2);
        _isAlive = true;
        await DeliverAsync(onAsked: () => _isAlive = false, new HastyTime());
        Assert.Equal("", Assert.Single(_ended).Code);
    }

    [Fact]
    public async Task A_refusal_ends_that_run_and_not_the_link()
    {
        await RunAsync(records: 2);
        _store.Refusal = new RecoveryAnswer(0, TailCodes.Unknown, "no such run");
        await DeliverAsync();
        Assert.Equal([new TailDelivered(0, TailCodes.Unknown, "no such run")], _ended);
    }

    [Fact]
    public async Task A_store_that_fails_is_an_answer_too()
    {
        await RunAsync(records: 2);
        _store.Throws = true;
        await DeliverAsync();
        Assert.Equal(TailCodes.Fault, Assert.Single(_ended).Code);
    }

    [Fact]
    [Trait("Requirement", "R-AUD-5")]
    public async Task A_tampered_log_is_said_and_never_sent()
    {
        var run = await RunAsync(records: 4);
        var bytes = await File.ReadAllBytesAsync(run.Folder.Records);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(run.Folder.Records, bytes);
        _runs = [EarlierRun.Open(run.Folder.Path)!];
        await DeliverAsync();
        Assert.Equal(TailDelivery.Tampered, Assert.Single(_ended).Code);
        Assert.Empty(_store.Parts);
    }

    [Fact]
    public async Task Too_much_at_once_out_of_order_or_refused_too_often_is_answered_with_the_limit()
    {
        var pair = await LinkPair.ConnectAsync();
        var seen = new Recorder();
        _ = pair.Endpoint.RunAsync(seen, CancellationToken.None);
        var talk = Talk(pair.Broker);
        var asked = new RecoveryMessages.RecoverRun(Number, "vendor.example/run/1", 9, 9);
        Assert.Equal(LinkOutcomeKind.Violation, (await talk.OnMessageAsync(new RecoveryMessages.RecoverCheckpoint(Blob.Empty), default))!.Kind);
        for (var i = 0; i < 3; i++)
        {
            Assert.Null(await talk.OnMessageAsync(asked, default));
            await seen.NextAsync<RecoveryMessages.RunKnown>();
            Assert.Null(await talk.OnMessageAsync(new RecoveryMessages.RecoverRecord(i + 1, "{}"u8.ToArray()), default));
            Assert.Null(await talk.OnMessageAsync(new RecoveryMessages.RecoverCheckpoint("note"u8.ToArray()), default));
            Assert.Equal(TailCodes.Limit, (await seen.NextAsync<RecoveryMessages.RunRecovered>()).Code);
        }

        Assert.Null(await talk.OnMessageAsync(asked, default));
        Assert.Equal(TailCodes.Limit, (await seen.NextAsync<RecoveryMessages.RunRecovered>()).Code);
        Assert.Empty(_store.Parts);
    }

    private async Task DeliverAsync(Action? onAsked = null, TimeProvider? time = null)
    {
        var pair = await LinkPair.ConnectAsync();
        var delivery = new TailDelivery(pair.Endpoint, time ?? TimeProvider.System);
        var talk = Talk(pair.Broker);
        _ = pair.Broker.RunAsync(new Ear(talk.OnMessageAsync), CancellationToken.None);
        _ = pair.Endpoint.RunAsync(
            new Ear((message, _) =>
            {
                if (message is RecoveryMessages.RunRecovered { Code: TailCodes.Running })
                    onAsked?.Invoke();
                Assert.True(delivery.Take(message));
                return default;
            }),
            CancellationToken.None);
        await delivery.RunAsync(this, CancellationToken.None).WaitAsync(Patience);
    }

    private RecoveryTalk Talk(LinkConnection link)
    {
        var sessions = Sys.ActorOf(Akka.Actor.Props.Create(() => new Sessions(() => _isAlive)));
        return new RecoveryTalk(link, new Endpoint(default, "", "192.0.2.1:1", "test"), _store, sessions);
    }

    private async Task<EarlierRun> RunAsync(int records, int signEach = int.MaxValue)
    {
        var log = await RunLog.StartAsync(new RunLogOptions
        {
            Root = _root,
            Domain = "vendor.example",
            RunId = new string('c', 32),
            Key = Ed25519Key.Generate(new SeededRandom(3)),
            Time = Time,
            Context = new RecordContext(),
            Self = new RecordActor { Kind = ActorKinds.Instrument },
        });
        var started = SessionEventCodec.ToBody(
            new SessionEvents.Started(Number, new Instrument("Reader", "", "", "", "", new string('a', 64)), SessionPolicy.Default, TestEvidence.RunKey),
            new SessionRecordContext { Session = Number.ToString(), Who = _ => new RecordActor { Kind = ActorKinds.Instrument }, Texts = NoTexts.Instance });
        await log.AppendAsync(started);
        for (var i = 0; i < records; i++)
        {
            await log.AppendAsync(new RecordBody { Event = "view.paused", Sentence = "Paused.", Who = new RecordActor { Kind = ActorKinds.Operator }, Session = Number.ToString() });
            if (i % signEach == signEach - 1)
                await log.CheckpointAsync();
        }

        await log.DisposeAsync();
        var run = EarlierRun.Open(log.Log.Folder.Path)!;
        Assert.Equal((Number, (long)records + 2, false), (run.Session, run.Records, run.Tampered));
        _runs = [run];
        return run;
    }

    private sealed class Ear(Func<LinkMessage, CancellationToken, ValueTask<LinkOutcome?>> hear) : ILinkReceiver
    {
        public ValueTask<LinkOutcome?> OnMessageAsync(LinkMessage message, CancellationToken cancellationToken) => hear(message, cancellationToken);

        public ValueTask<LinkOutcome?> OnPeerRecordAsync(RecordHeader header, System.Buffers.ReadOnlySequence<byte> whole, CancellationToken cancellationToken) => default;
    }

    /// <summary>For whom forty seconds are over at once; limits of an answer are as long as they are.</summary>
    private sealed class HastyTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime == TimeSpan.FromSeconds(40) ? TimeSpan.Zero : dueTime, period);
    }

    private sealed class Sessions : Akka.Actor.ReceiveActor
    {
        public Sessions(Func<bool> isAlive) => Receive<BrokerMessages.IsAlive>(_ => Sender.Tell(new BrokerMessages.Alive(isAlive()), Self));
    }
}
