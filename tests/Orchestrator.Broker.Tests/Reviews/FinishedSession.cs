using System.Text;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Merkle;
using Orchestrator.Audit.Records;
using Orchestrator.Broker.Tests.Support;
using Orchestrator.Domain;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Tests.Reviews;

/// <summary>A broker that closed after one session: claims that the run's key signed, and its own records about them.</summary>
internal static class FinishedSession
{
    public static readonly SessionNumber Number = new(123456789);

    private static readonly CheckpointSigner Run = new($"{TestBroker.Domain}/run/{new string('a', 32)}", Ed25519Key.Generate(new SeededRandom(4)));

    /// <summary>With accounts rosa (auditor), anna (technician) and petra (supervisor), and no admin.</summary>
    public static async Task<TestBroker> CreateAsync(bool ended = true)
    {
        var broker = await TestBroker.CreateAsync();
        await broker.AddActivatedAsync("rosa", "Rosa Klein", "auditor");
        await broker.AddActivatedAsync("anna", "Anna Berg", "technician");
        var instrument = new Instrument("Handler 3", "SN-1", "Lab 2", "Linux", "0.1.0", "00");
        await broker.Parts.Journal.AppendAsync(
            new BrokerObservations.SessionRegistered(Number, instrument, TestBroker.Address, "websocket", Run.Key.Name, Convert.ToHexStringLower(Run.Key.PublicKey.Bytes.Span), "AA==", "00", "shipped"), CancellationToken.None);
        await broker.Parts.Journal.AppendAsync(new BrokerObservations.TicketIssued(Number, "anna", "password+totp", "00ff", "00"), CancellationToken.None);
        await ClaimAsync(broker, 3);
        if (ended)
        {
            await broker.Parts.Journal.AppendAsync(new BrokerObservations.SessionEnded(Number, 3, ""), CancellationToken.None);
        }

        await broker.CloseAsync();
        if (ended)
        {
            // A broker that starts writes the missing END of what it finds open: of a session that runs there is no start behind it.
            await ServeAsync(broker);
        }

        return broker;
    }

    /// <summary>Three more claims, signed or not.</summary>
    public static async Task ClaimAsync(TestBroker broker, int count, bool signed = true)
    {
        var claims = new Orchestrator.Broker.Claims.ClaimStore(broker.Store, broker.Time);
        var next = await claims.NextAsync(Number, CancellationToken.None);
        for (var i = next; i < next + count; i++)
        {
            var body = new RecordBody { Event = "view.paused", Sentence = "The operator paused the view.", Who = new RecordActor { Kind = "operator" }, Session = Number.ToString() };
            var line = RecordWriter.Write(new AuditRecord(i, new RecordStamp(1795161600000 + i, 0, i, ClockStates.Unknown), body, new RecordContext()));
            Assert.Equal("Stored", (await claims.StoreAsync(Number, i, line, CancellationToken.None)).ToString());
        }

        if (!signed)
        {
            return;
        }

        var tree = new CompactRange();
        await foreach (var line in claims.ReadAsync(Number, CancellationToken.None))
        {
            tree.Append(MerkleHasher.Leaf(line.Span));
        }

        await claims.StoreCheckpointAsync(Number, Run.Sign(tree.Size, tree.Root).Note, CancellationToken.None);
    }

    public static Task<(int Code, string Output, string Error)> RunAsync(TestBroker broker, string input, params string[] args) =>
        BrokerCommand.RunAsync(broker.Time, input, ["audit", .. args, "--data", broker.Folder.Root]);

    /// <summary>A review of the session by somebody with his right password and code.</summary>
    public static Task<(int Code, string Output, string Error)> SignAsync(TestBroker broker, string name, params string[] args) =>
        RunAsync(broker, $"{QuickPasswords.Good}\n{broker.Code(name)}\n", ["review", .. args, "--account", name, "--account-stdin"]);

    /// <summary>The broker serves for a moment, so that what waits is in its log.</summary>
    public static async Task ServeAsync(TestBroker broker)
    {
        await broker.OpenAsync();
        await broker.CloseAsync();
    }
}
