using System.Text;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Merkle;
using Orchestrator.Audit.Runs;
using Orchestrator.Domain;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Adversary.Stage;

/// <summary>A run that is over, with all that it can sign: lines as a run writes them, of which the broker has the first ones.</summary>
internal sealed class FinishedRun
{
    /// <summary>Records on its disk.</summary>
    public const int Records = 12;

    /// <summary>Of them, what came to the broker while it lived.</summary>
    public const int Given = 5;

    private readonly CheckpointSigner _signer;

    public FinishedRun(int session)
    {
        Session = new SessionNumber(session);
        Key = Ed25519Key.Generate(new SeededRandom(session));
        Origin = RunLog.Origin(Vendor.BrokerName, $"{session:x32}");
        _signer = new CheckpointSigner(Origin, Key);
        Lines = [.. Enumerable.Range(0, Records).Select(sequence => Line(sequence, $"session {session}"))];
    }

    public SessionNumber Session { get; }

    public Ed25519Key Key { get; }

    public string Origin { get; }

    public IReadOnlyList<ReadOnlyMemory<byte>> Lines { get; }

    /// <summary>A line of a log, with any text.</summary>
    public static ReadOnlyMemory<byte> Line(int sequence, string text) =>
        Encoding.UTF8.GetBytes($$"""{"v":1,"seq":{{sequence}},"event":"chat.posted","text":"{{text}}, line {{sequence}}"}""");

    /// <summary>Its lines from one on, without another.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Between(int from, int to) => [.. Lines.Skip(from).Take(to - from)];

    /// <summary>A checkpoint of its first lines.</summary>
    public ReadOnlyMemory<byte> Sign(int size) => Sign(Lines.Take(size));

    /// <summary>A checkpoint of its log over any lines at all.</summary>
    public ReadOnlyMemory<byte> Sign(IEnumerable<ReadOnlyMemory<byte>> lines)
    {
        var tree = new CompactRange();
        foreach (var line in lines)
        {
            tree.Append(MerkleHasher.Leaf(line.Span));
        }

        return _signer.Sign(tree.Size, tree.Root).Note;
    }

    /// <summary>It registered, and gave its first lines and a checkpoint over the first three.</summary>
    public async Task GiveAsync(RealClaims claims)
    {
        await claims.Store.RegisterAsync(Session, new RegisteredRun(Origin, Key.Public.Bytes, TestKeys.Instrument.Public.Spki, new byte[384]), CancellationToken.None);
        for (var i = 0; i < Given; i++)
        {
            Assert.Equal(ClaimOutcome.Stored, await claims.Store.StoreAsync(Session, i, Lines[i], CancellationToken.None));
        }

        await claims.Store.StoreCheckpointAsync(Session, Sign(3), CancellationToken.None);
    }
}
