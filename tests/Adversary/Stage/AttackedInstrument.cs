using System.Text;
using Akka.Actor;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Actors.Channels;
using Orchestrator.Actors.Consents;
using Orchestrator.Actors.Links;
using Orchestrator.Actors.Sessions.AtInstrument;
using Orchestrator.Audit.Records;
using Orchestrator.Audit.Runs;
using Orchestrator.Domain;
using Orchestrator.Links.Handshakes;
using Orchestrator.Protocol;
using Orchestrator.QuickSupport.Composition;
using Orchestrator.QuickSupport.Journal;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Adversary.Stage;

/// <summary>
/// The instrument's end as QuickSupport composes it: its actors, its link handshake, its evidence log on the disk. Only the operator and what is
/// behind the pumps are doubles.
/// </summary>
internal sealed class AttackedInstrument : IOperatorFace, IAsyncDisposable
{
    public const string Pin = "271828";

    private static readonly SecretText PinSecret = new(Pin);

    private readonly World _world;
    private readonly Ed25519Key _logKey = Ed25519Key.Generate(SystemRandomSource.Instance);
    private readonly StopKeys _stopKeys = new();
    private readonly List<string> _lines = [];
    private readonly List<OperatorPrompt> _prompts = [];
    private readonly string _runId = Convert.ToHexStringLower(Guid.NewGuid().ToByteArray());
    private InstrumentJournal _journal = null!;
    private volatile OperatorView? _view;
    private volatile SessionSummary? _summary;
    private volatile string? _failure;
    private int _chats;
    private int _isLogClosed;

    private AttackedInstrument(World world, string folder)
    {
        _world = world;
        Folder = folder;
        Sinks = new Sinks(world, "instrument");
        Key = RsaIdentity.ImportPkcs8(TestKeys.Instrument.ExportPkcs8());
    }

    /// <summary>Where log and files lie.</summary>
    public string Folder { get; }

    public Sinks Sinks { get; }

    /// <summary>This run's own copy of the key: with its own count of decryptions.</summary>
    public RsaIdentity Key { get; }

    public IActorRef Actor { get; private set; } = ActorRefs.Nobody;

    public OperatorControls Operator { get; private set; } = null!;

    /// <summary>What the operator answers; yes by default.</summary>
    public Func<OperatorPrompt, PromptAnswer> Answer { get; set; } = _ => new PromptAnswer.Allowed();

    public IReadOnlyList<OperatorPrompt> Prompts => _prompts;

    public OperatorView? View => _view;

    public SessionSummary? Summary => _summary;

    /// <summary>Why there is no session.</summary>
    public string? Failure => _failure;

    public bool HasEnded => _summary is not null;

    /// <summary>Lines of the technician that the operator saw.</summary>
    public int Chats => Volatile.Read(ref _chats);

    public string LogFolder => _journal.Directory;

    /// <summary>The key that the log is verified under, from where it was made and not from the log.</summary>
    public Audit.Checkpoints.NoteKey LogKey => new(RunLog.Origin(Vendor.BrokerName, _runId), _logKey.Public);

    /// <summary>Every durable line so far.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>The broker's time, as this instrument has heard it.</summary>
    public BrokerClock BrokerTime { get; private set; } = null!;

    /// <summary>Starts a run; it dials at once, and each dial asks for the cable that is there.</summary>
    public static async Task<AttackedInstrument> StartAsync(ActorSystem system, World world, FakeTimeProvider time, Func<Cable> next, IChannelPumps? pumps = null)
    {
        var made = new AttackedInstrument(world, Directory.CreateTempSubdirectory("adversary-").FullName);
        var clock = made.BrokerTime = new BrokerClock(time);
        var instrument = new Instrument("Liquid handler 3", "LH-0042", "Basel", "Linux", "0.1.0", made.Key.Fingerprint.Hex);
        made._journal = await InstrumentJournal.StartAsync(
            new JournalOptions
            {
                Root = Path.Combine(made.Folder, "logs"),
                Domain = Vendor.BrokerName,
                RunId = made._runId,
                Key = made._logKey,
                BrokerLogKey = Vendor.LogKey.Public,
                Context = new RecordContext { Composition = "adversary harness", Where = new RecordPlace { Device = "pc" } },
                OsAccount = "lab",
                Clock = clock,
                Time = time,
                Random = SystemRandomSource.Instance,
                OnLine = (_, line) => made.Keep(Encoding.UTF8.GetString(line.Span)),
            },
            CancellationToken.None);
        var register = new InstrumentToBroker.RegisterSession(
            instrument,
            RunLog.Origin(Vendor.BrokerName, made._runId),
            made._logKey.Public.Bytes,
            made.Key.Sign(InstrumentIdentity.LogKeyContext, made._logKey.Public.Bytes.Span),
            new byte[32],
            Blob.Empty,
            "adversary harness");
        var identity = new InstrumentIdentity(made.Key, made._logKey.Public, Vendor.Root, Vendor.Issuing, Vendor.BrokerName, Vendor.Organisation, SystemRandomSource.Instance);
        var setup = new InstrumentSetup(
            identity, instrument, Vendor.Configuration.Policy, PinSecret, register, stop => DialAsync(next(), made.Key, time, stop), made._journal, made._journal.ReceiptsBy(made.Key), made, pumps ?? made.Sinks, made._stopKeys, clock, time);
        made.Actor = system.ActorOf(InstrumentActor.Props(setup), "instrument");
        made.Operator = new OperatorControls(made.Actor, made._stopKeys);
        return made;
    }

    public void Update(OperatorView view)
    {
        var heard = view.Notice.Length > 0 && view.Notice != _view?.Notice && view.Notice.StartsWith("Tine Berg:", StringComparison.Ordinal);
        if (heard)
        {
            Interlocked.Increment(ref _chats);
        }

        _view = view;
        _world.Note($"instrument: {view.State.Phase}");
    }

    public void Finished(SessionSummary summary)
    {
        _summary = summary;
        _world.Note($"instrument: finished, {summary.Reason}");
    }

    public void Failed(string sentence)
    {
        _failure = sentence;
        _world.Note($"instrument: failed, {sentence}");
    }

    public Task<PromptAnswer> AskAsync(OperatorPrompt prompt, CancellationToken cancellationToken)
    {
        _prompts.Add(prompt);
        return Task.FromResult(Answer(prompt));
    }

    /// <summary>A run that never had a session says why, as QuickSupport does.</summary>
    public Task EndWithoutSessionAsync() => _journal.EndWithoutSessionAsync(_failure ?? "closed");

    /// <summary>Signs and closes the log.</summary>
    public ValueTask CloseLogAsync() => Interlocked.Exchange(ref _isLogClosed, 1) == 0 ? _journal.DisposeAsync() : ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        Key.Dispose();
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static async Task<Links.Multiplexing.LinkConnection> DialAsync(Cable cable, RsaIdentity key, TimeProvider time, CancellationToken stop)
    {
        var context = new LinkContext(EndpointKind.Instrument, Vendor.Configuration.Hash, Vendor.BrokerName);
        var settings = new HandshakeSettings(HandshakeContext.ForLink(context), key, key.Public.Spki, new BrokerVerifier(Vendor.Root, Vendor.BrokerName), SystemRandomSource.Instance);
        try
        {
            return (await LinkHandshakes.DialAsync(cable.Endpoint, settings, LinkSender.BrokerToInstrument, time, stop)).Connection;
        }
        catch (LinkHandshakeException e)
        {
            await cable.Endpoint.Output.CompleteAsync();
            await cable.Endpoint.Input.CompleteAsync();
            throw RunDialing.Unproven(Vendor.BrokerName, e);
        }
    }

    private void Keep(string line)
    {
        lock (_lines)
        {
            _lines.Add(line);
        }

        _world.Note("instrument: a record");
    }
}
