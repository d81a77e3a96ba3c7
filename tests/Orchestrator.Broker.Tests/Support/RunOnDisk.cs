using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Audit.Records;
using Orchestrator.Audit.Runs;
using Orchestrator.Domain;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Tests.Support;

/// <summary>The folder of a run that is over, written by the log itself.</summary>
internal sealed class RunOnDisk
{
    public static readonly SessionNumber Session = new(314159265);

    private readonly Ed25519Key _key;

    private RunOnDisk(EarlierRun run, Ed25519Key key)
    {
        Run = run;
        _key = key;
    }

    public EarlierRun Run { get; }

    public string Folder => Run.Folder.Path;

    public static async Task<RunOnDisk> MakeAsync(string root, TimeProvider time, bool ends = true)
    {
        var self = new RecordActor { Kind = ActorKinds.Instrument };
        var key = Ed25519Key.Generate(new SeededRandom(77));
        var log = await RunLog.StartAsync(new RunLogOptions
        {
            Root = root,
            Domain = TestBroker.Domain,
            RunId = new string('d', 32),
            Key = key,
            Time = time,
            Context = new RecordContext(),
            Self = self,
        });
        var context = new SessionRecordContext { Session = Session.ToString(), Who = _ => self, Texts = NoTexts.Instance };
        List<SessionEvent> events = [new SessionEvents.Started(Session, new Instrument("Reader", "", "", "", "", new string('a', 64)), SessionPolicy.Default, TestEvidence.RunKey)];
        if (ends)
        {
            events.Add(new SessionEvents.Ending(Party.Operator, EndReason.Closed));
            events.Add(new SessionEvents.Ended(Party.Operator, EndReason.Closed, []));
        }

        foreach (var happened in events)
        {
            await log.AppendAsync(SessionEventCodec.ToBody(happened, context));
        }

        await log.DisposeAsync();
        return new RunOnDisk(EarlierRun.Open(log.Log.Folder.Path)!, key);
    }

    /// <summary>The broker knows the run and its first records, and has noticed that it is gone.</summary>
    public async Task KnownAsync(TestBroker broker, int records, bool isOver = true)
    {
        await broker.Parts.Claims.RegisterAsync(Session, new RegisteredRun(Run.Key.Name, _key.Public.Bytes, TestKeys.Instrument.Public.Spki, new byte[384]), CancellationToken.None);
        foreach (var (line, i) in Run.Read(0).Take(records).Select((line, i) => (line, i)))
        {
            await broker.Parts.Claims.StoreAsync(Session, i, line, CancellationToken.None);
        }

        if (isOver)
        {
            await broker.Parts.Journal.AppendAsync(new BrokerObservations.MissingEnd(Session, records - 1), CancellationToken.None);
        }
    }
}
