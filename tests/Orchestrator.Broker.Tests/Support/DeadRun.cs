using System.Text;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Merkle;
using Orchestrator.Domain;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Tests.Support;

/// <summary>The log of a run that died, with all that it can sign: lines as a run writes them, and checkpoints over any number of them.</summary>
internal sealed class DeadRun
{
    public static readonly SessionNumber Session = new(123456789);

    private readonly CheckpointSigner _signer;

    public DeadRun(int lines, int seed = 1)
    {
        Key = Ed25519Key.Generate(new SeededRandom(seed));
        Origin = $"{TestBroker.Domain}/run/{new string('a', 32)}";
        _signer = new CheckpointSigner(Origin, Key);
        Lines = [.. Enumerable.Range(0, lines).Select(Line)];
    }

    public Ed25519Key Key { get; }

    public string Origin { get; }

    public List<ReadOnlyMemory<byte>> Lines { get; }

    public RegisteredRun Registration => new(Origin, Key.Public.Bytes, TestKeys.Instrument.Public.Spki, new byte[384]);

    public static ReadOnlyMemory<byte> Line(int sequence) => Encoding.UTF8.GetBytes($$"""{"v":1,"seq":{{sequence}},"event":"chat.posted","text":"line {{sequence}}"}""");

    public SignedCheckpoint Sign(int size) => Sign(Lines.Take(size));

    public SignedCheckpoint Sign(IEnumerable<ReadOnlyMemory<byte>> lines)
    {
        var tree = new CompactRange();
        foreach (var line in lines)
        {
            tree.Append(MerkleHasher.Leaf(line.Span));
        }

        return _signer.Sign(tree.Size, tree.Root);
    }

    /// <summary>Registered, and these first lines given while it lived.</summary>
    public async Task<TestBroker> GivenAsync(int lines)
    {
        var broker = await TestBroker.CreateAsync();
        await GiveAsync(broker, lines);
        return broker;
    }

    public async Task GiveAsync(TestBroker broker, int lines)
    {
        await broker.Parts.Claims.RegisterAsync(Session, Registration, CancellationToken.None);
        for (var i = 0; i < lines; i++)
        {
            Assert.Equal(ClaimOutcome.Stored, await broker.Parts.Claims.StoreAsync(Session, i, Lines[i], CancellationToken.None));
        }
    }

    public RecoveredPart Part(int from, int to, SignedCheckpoint? signed = null, long unsigned = 0) =>
        new(Session, Origin, from, [.. Lines.Skip(from).Take(to - from)], (signed ?? Sign(to)).Note, to, unsigned, "192.0.2.9:1");

    public static async Task<List<byte[]>> HeldAsync(TestBroker broker)
    {
        var held = new List<byte[]>();
        await foreach (var line in broker.Parts.Claims.ReadAsync(Session, CancellationToken.None))
        {
            held.Add(line.ToArray());
        }

        return held;
    }
}
