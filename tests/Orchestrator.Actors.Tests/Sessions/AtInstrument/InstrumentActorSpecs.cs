using System.Buffers;
using System.Collections.Concurrent;
using Akka.Actor;
using Orchestrator.Actors.Links;
using Orchestrator.Actors.Sessions.AtInstrument;
using Orchestrator.Actors.Tests.Support;
using Orchestrator.Domain;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Links.Tests.Multiplexing;
using Orchestrator.Protocol;
using Orchestrator.Trust.Primitives;
using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Actors.Tests.Sessions.AtInstrument;

/// <summary>One run of QuickSupport over a real link: its heartbeat, its faults, its end.</summary>
public sealed class InstrumentActorSpecs : ActorSpecs
{
    private readonly FakeJournal _journal;
    private readonly FakeFace _face;
    private readonly RsaIdentity _key = RsaIdentity.Generate(3072, SystemRandomSource.Instance);
    private IActorRef _run = ActorRefs.Nobody;
    private BrokerStandIn _broker = null!;
    private long _beats;
    private volatile bool _isUnreachable;

    public InstrumentActorSpecs()
    {
        _journal = new FakeJournal(World);
        _face = new FakeFace(World);
    }

    [Fact]
    public async Task Thirteen_seconds_of_silence_are_a_lost_link_and_the_session_goes_on_over_a_new_one()
    {
        await WaitingAsync();
        await BeatAsync();
        var first = _broker;

        await AdvanceAsync(_run, TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(1));
        Assert.DoesNotContain(_journal.Written, e => e is LinkLost);
        await AdvanceAsync(_run, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1));
        await World.UntilAsync(() => _journal.Written.OfType<LinkRestored>().Any());

        Assert.NotSame(first, _broker);
        Assert.Single(_journal.Written.OfType<LinkLost>());
        await World.UntilAsync(() => _broker.Appended.Count >= 2);
    }

    [Fact]
    public async Task What_the_broker_hadnt_confirmed_comes_again_in_its_order_on_the_new_link()
    {
        await WaitingAsync();
        var sent = _broker.Appended.Count;
        _broker.Confirms = false;
        _run.Tell(new InstrumentMessages.Do(new OperatorCommands.StateName("Ann", "lab")));
        await World.UntilAsync(() => _broker.Appended.Count > sent);
        var unconfirmed = _broker.Appended.Skip(sent).ToArray();

        await _broker.HangUpAsync();
        await World.UntilAsync(() => _journal.Written.OfType<LinkRestored>().Any());

        Assert.Equal(unconfirmed, _broker.Appended.Take(unconfirmed.Length));
    }

    [Fact]
    public async Task A_move_makes_the_new_link_before_the_old_one_goes()
    {
        await WaitingAsync();
        var first = _broker;

        var moved = await _run.Ask<InstrumentActor.LinkMoved>(InstrumentActor.MoveLink.Instance, Patience);

        Assert.Null(moved.Problem);
        Assert.NotSame(first, _broker);
        await first.Ended.WaitAsync(Patience);
        await World.UntilAsync(() => _journal.Written.OfType<LinkRestored>().Any());
        Assert.Single(_journal.Written.OfType<LinkLost>());
    }

    [Fact]
    public async Task Silence_of_a_server_that_cant_be_reached_again_ends_the_session_after_the_grace()
    {
        await WaitingAsync();
        await BeatAsync();
        _isUnreachable = true;

        await AdvanceAsync(_run, TimeSpan.FromSeconds(29), TimeSpan.FromSeconds(1));
        Assert.DoesNotContain(_journal.Written, e => e is Ending);

        // Each watch looks once a second, and what it sees takes real time to become a record: go on until it is there.
        for (var seconds = 0; seconds < 60 && !_journal.Written.OfType<Ending>().Any(); seconds++)
        {
            await AdvanceAsync(_run, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        }

        await World.UntilAsync(() => _journal.Written.OfType<Ending>().Any());

        Assert.Equal(EndReason.LinkLost, _journal.Written.OfType<Ending>().Single().Reason);
    }

    [Theory]
    [InlineData("waiting")]
    [InlineData("link lost")]
    public async Task When_the_session_actor_dies_the_log_has_its_end_and_the_broker_has_it_too(string state)
    {
        await WaitingAsync();
        if (state == "link lost")
        {
            _run.Tell(new InstrumentMessages.Do(new HostCommands.LoseLink(Party.Broker)));
            await World.UntilAsync(() => _journal.Written.OfType<LinkLost>().Any());
        }

        (await FindAsync("run/session")).Tell(Kill.Instance);
        await StoppedAsync(_run);

        Assert.Equal(["PartFailed", "Ending", "Ended"], _journal.Written.TakeLast(3).Select(e => e.GetType().Name));
        Assert.Equal(EndReason.Failed, _journal.Written.OfType<Ending>().Single().Reason);
        Assert.Contains("fault of its own", _face.Failure, StringComparison.Ordinal);
        Assert.Equal(LinkOutcomeKind.Orderly, (await _broker.Ended.WaitAsync(Patience)).Kind);
        Assert.Equal(_journal.Written.Count, _broker.Appended.Count);
        Assert.True(_broker.SaidGoodbye);
    }

    [Fact]
    public async Task A_log_that_hangs_doesnt_keep_a_dead_session_alive()
    {
        await WaitingAsync();
        _journal.IsManual = true;

        (await FindAsync("run/session")).Tell(Kill.Instance);
        await World.UntilAsync(() => _face.Failure is not null && _journal.Pending > 0);
        await AdvanceAsync(_run, TimeSpan.FromSeconds(1));

        await StoppedAsync(_run);
    }

    [Fact]
    public async Task Closing_QuickSupport_ends_the_session_in_order()
    {
        await WaitingAsync();

        _run.Tell(InstrumentActor.CloseRun.Instance);
        await StoppedAsync(_run);

        Assert.Equal(EndReason.Closed, _face.Summary?.Reason);
        Assert.Null(_face.Failure);
        Assert.IsType<Ended>(_journal.Written[^1]);
        Assert.Equal(LinkOutcomeKind.Orderly, (await _broker.Ended.WaitAsync(Patience)).Kind);
    }

    [Fact]
    public async Task A_link_that_breaks_suspends_and_ends_after_the_grace()
    {
        await WaitingAsync();
        _isUnreachable = true;

        await _broker.HangUpAsync();
        await World.UntilAsync(() => _journal.Written.OfType<LinkLost>().Any());
        var session = await FindAsync("run/session");
        await AdvanceAsync(session, TimeSpan.FromSeconds(19));
        Assert.DoesNotContain(_journal.Written, e => e is Ending);
        await AdvanceUntilStoppedAsync(_run);

        Assert.Equal(EndReason.LinkLost, _face.Summary?.Reason);
    }

    [Fact]
    public async Task A_server_that_refuses_is_quoted()
    {
        await CreateAsync(new BrokerToBoth.Refused("FULL", "The server has no room; try again later."));

        await StoppedAsync(_run);

        Assert.Equal("The server has no room; try again later.", _face.Failure);
        Assert.Empty(_journal.Written);
    }

    [Fact]
    public async Task A_server_that_breaks_off_before_its_answer_isnt_waited_for()
    {
        await CreateAsync(answer: null);

        await StoppedAsync(_run);

        Assert.Contains("broke the connection off", _face.Failure, StringComparison.Ordinal);
    }

    private async Task WaitingAsync()
    {
        await CreateAsync(new BrokerToInstrument.SessionRegistered(new SessionNumber(123_456_789), 1, "vendor.example/log", Blob.Empty));
        await World.UntilAsync(() => _face.View?.State.Phase == SessionPhase.Waiting);

        // The session may be there before its parent has started to watch the heartbeat.
        await SettleAsync(_run);
    }

    private async Task CreateAsync(LinkMessage? answer)
    {
        _broker = new BrokerStandIn(World, await LinkPair.ConnectAsync(), answer);
        var first = _broker;
        var instrument = new Instrument("Liquid handler 3", "LH-0042", "Basel", "Linux", "0.1.0", new string('a', 64));
        using var logKey = Ed25519Key.Generate(SystemRandomSource.Instance);
        var setup = new InstrumentSetup(
            new InstrumentIdentity(_key, logKey.Public, default, default, "broker.vendor.example", "Vendor", SystemRandomSource.Instance),
            instrument,
            SessionPolicy.Default,
            new SecretText("123456"),
            new InstrumentToBroker.RegisterSession(instrument, "vendor.example/run", new byte[32], new byte[384], new byte[32], Blob.Empty, "test"),
            async _ =>
            {
                if (Interlocked.Exchange(ref first, null) is null)
                {
                    _broker = _isUnreachable ? throw new IOException("nobody there") : new BrokerStandIn(World, await LinkPair.ConnectAsync(), answer);
                }

                return _broker.Endpoint;
            },
            _journal,
            new FakeReceipts(World),
            _face,
            new FakePumps(World),
            new StopKeys(),
            new BrokerClock(Time),
            Time);
        _run = Sys.ActorOf(InstrumentActor.Props(setup), "run");
    }

    private async Task BeatAsync()
    {
        _beats++;
        var kept = World.Log.Count(n => n == "kept 7");
        await _broker.Link.SendAsync(new BrokerToBoth.Heartbeat(_beats, _beats, new byte[7]));
        await World.UntilAsync(() => World.Log.Count(n => n == "kept 7") > kept);
        await AdvanceAsync(_run, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    /// <summary>The other end: answers the registration, or hangs up, and stores every record.</summary>
    private sealed class BrokerStandIn : ILinkReceiver
    {
        private readonly World _world;
        private readonly LinkPair _pair;
        private readonly LinkMessage? _answer;

        public BrokerStandIn(World world, LinkPair pair, LinkMessage? answer)
        {
            _world = world;
            _pair = pair;
            _answer = answer;
            Ended = pair.Broker.RunAsync(this, CancellationToken.None);
        }

        public LinkConnection Link => _pair.Broker;

        public LinkConnection Endpoint => _pair.Endpoint;

        /// <summary>False: it says nothing about what is durable.</summary>
        public bool Confirms { get; set; } = true;

        public Task<LinkOutcome> Ended { get; }

        public ConcurrentQueue<long> Appended { get; } = new();

        public bool SaidGoodbye { get; private set; }

        public async Task HangUpAsync() => await _pair.Pipes.Far.Output.CompleteAsync();

        public async ValueTask<LinkOutcome?> OnMessageAsync(LinkMessage message, CancellationToken cancellationToken)
        {
            switch (message)
            {
                case InstrumentToBroker.RegisterSession when _answer is null:
                    return LinkOutcome.Local;
                case InstrumentToBroker.RegisterSession:
                    await Link.SendAsync(_answer!);
                    break;
                case InstrumentToBroker.AppendEvent append:
                    Appended.Enqueue(append.Sequence);
                    _world.Note($"the broker has {append.Sequence}");
                    if (Confirms)
                    {
                        await Link.SendAsync(new BrokerToInstrument.EventStored(append.Sequence));
                    }

                    break;
                case InstrumentToBroker.ResumeSession:
                    await Link.SendAsync(new BrokerToBoth.SessionResumed(false, 1));
                    break;
                case InstrumentToBroker.EndSession:
                    SaidGoodbye = true;
                    break;
            }

            return null;
        }

        public ValueTask<LinkOutcome?> OnPeerRecordAsync(RecordHeader header, ReadOnlySequence<byte> whole, CancellationToken cancellationToken) => default;
    }
}
