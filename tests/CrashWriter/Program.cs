using System.Globalization;
using System.Text;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Merkle;
using Orchestrator.Audit.Records;
using Orchestrator.Audit.Runs;
using Orchestrator.Broker.Claims;
using Orchestrator.Broker.Store;
using Orchestrator.CrashWriter;
using Orchestrator.Domain;
using Orchestrator.Trust.Primitives;

// Appends, says on standard output what was acknowledged, and dies where it is told: run FOLDER POINT | broker FOLDER POINT | claims STORE POINT.
Death.At(int.Parse(args[2], CultureInfo.InvariantCulture));
var said = Console.OpenStandardOutput();
using var key = Ed25519Key.Import(Enumerable.Repeat((byte)9, 32).ToArray());
var self = new RecordActor { Kind = ActorKinds.Instrument };
switch (args[0])
{
    case "run":
        await TellAsync(await RunLog.StartAsync(new RunLogOptions
        {
            Root = args[1],
            Domain = "support.example.com",
            RunId = new string('9', 32),
            Key = key,
            Time = TimeProvider.System,
            Context = new RecordContext(),
            Self = self,
            OpenFile = path => new MortalFile(path),
        }));
        break;
    case "broker":
        await TellAsync(await RecordLog.OpenAsync(
            new EvidenceLogOptions { Folder = args[1], Signer = new CheckpointSigner("support.example.com/broker", key), Time = TimeProvider.System, OpenFile = path => new MortalFile(path) },
            new RecordContext(),
            self));
        break;
    default:
        await StoreAsync(args[1]);
        break;
}

return 0;

async Task TellAsync(RecordLog log)
{
    for (var i = 0; i < 12; i++)
    {
        RecordBody[] bodies = [.. Enumerable.Range(0, (i % 3) + 1).Select(n => new RecordBody { Event = "test.happened", Sentence = $"thing {i}.{n}", Who = self })];
        var result = await log.AppendAsync(bodies);
        for (var n = 0; result.IsDurable && n < bodies.Length; n++)
            Say($"{result.First + n} {bodies[n].Sentence}");
        if (i % 4 == 1)
            await log.CheckpointAsync();
    }

    await log.DisposeAsync();
}

async Task StoreAsync(string path)
{
    var session = new SessionNumber(123456789);
    var store = await BrokerStore.OpenAsync(path, CancellationToken.None, new MortalCommands(), new MortalTransactions());
    var claims = new ClaimStore(store, TimeProvider.System);
    var runs = new RecoveredRuns(store, TimeProvider.System, _ => { });
    var origin = $"support.example.com/run/{new string('9', 32)}";
    var lines = Enumerable.Range(0, 12).Select(i => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes($$"""{"v":1,"seq":{{i}},"event":"chat.posted","text":"line {{i}}"}""")).ToList();
    var tree = new CompactRange();
    foreach (var line in lines)
        tree.Append(MerkleHasher.Leaf(line.Span));
    var note = new CheckpointSigner(origin, key).Sign(tree.Size, tree.Root).Note;
    await claims.RegisterAsync(session, new RegisteredRun(origin, key.Public.Bytes, new byte[1], new byte[1]), CancellationToken.None);
    Say("-1 registered");
    for (var i = 0; i < 5; i++)
    {
        if (await claims.StoreAsync(session, i, lines[i], CancellationToken.None) == ClaimOutcome.Stored)
            Say($"{i} line {i}");
    }

    var answer = await runs.StoreAsync(new RecoveredPart(session, origin, 5, lines[5..], note, 12, 0, "test"), CancellationToken.None);
    for (var i = 5; answer.IsGood && i < 12; i++)
        Say($"{i} line {i}");
}

void Say(string line)
{
    said.Write(Encoding.UTF8.GetBytes(line + "\n"));
    said.Flush();
}
