using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Merkle;
using Orchestrator.Broker.Tests.Support;
using Orchestrator.Domain;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Tests.Claims;

public sealed class ClaimStoreTests
{
    private static readonly SessionNumber Session = new(123456789);

    [Fact]
    public async Task The_same_record_again_is_the_same_record()
    {
        await using var broker = await TestBroker.CreateAsync();
        Assert.Equal(ClaimOutcome.Stored, await StoreAsync(broker, 0, "first"));
        Assert.Equal(ClaimOutcome.AlreadyStored, await StoreAsync(broker, 0, "first"));
        Assert.Equal(ClaimOutcome.Stored, await StoreAsync(broker, 1, "second"));
        Assert.Equal(["first", "second"], await ReadAsync(broker));
    }

    [Fact]
    public async Task Other_bytes_at_a_place_are_a_fork_and_the_first_ones_stay()
    {
        await using var broker = await TestBroker.CreateAsync();
        await StoreAsync(broker, 0, "first");
        Assert.Equal(ClaimOutcome.Fork, await StoreAsync(broker, 0, "First"));
        Assert.Equal(["first"], await ReadAsync(broker));
    }

    [Fact]
    public async Task A_record_whose_predecessor_is_missing_is_not_taken()
    {
        await using var broker = await TestBroker.CreateAsync();
        Assert.Equal(ClaimOutcome.Gap, await StoreAsync(broker, 1, "second"));
        await StoreAsync(broker, 0, "first");
        Assert.Equal(ClaimOutcome.Gap, await StoreAsync(broker, 2, "third"));
        Assert.Equal(["first"], await ReadAsync(broker));
    }

    [Fact]
    public async Task Two_at_once_at_one_place_are_one_record_and_one_fork()
    {
        await using var broker = await TestBroker.CreateAsync();
        for (var i = 0; i < 20; i++)
        {
            var outcomes = await Task.WhenAll(StoreAsync(broker, i, "one"), StoreAsync(broker, i, "other"));
            Assert.Equal([ClaimOutcome.Stored, ClaimOutcome.Fork], outcomes.Order());
        }
    }

    [Fact]
    public async Task Records_survive_a_restart_and_their_number_stays_used()
    {
        await using var broker = await TestBroker.CreateAsync();
        Assert.False(await broker.Parts.Claims.IsUsedAsync(Session, CancellationToken.None));
        await StoreAsync(broker, 0, "first");
        await broker.CloseAsync();
        await broker.OpenAsync();
        Assert.True(await broker.Parts.Claims.IsUsedAsync(Session, CancellationToken.None));
        Assert.Equal(ClaimOutcome.AlreadyStored, await StoreAsync(broker, 0, "first"));
    }

    [Fact]
    public async Task A_record_without_bytes_or_larger_than_a_line_is_refused()
    {
        await using var broker = await TestBroker.CreateAsync();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => StoreAsync(broker, 0, ""));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => StoreAsync(broker, 0, new string('x', 65_536)));
    }

    [Fact]
    public async Task The_first_and_the_largest_checkpoint_are_kept()
    {
        await using var broker = await TestBroker.CreateAsync();
        using var key = Ed25519Key.Generate(new SeededRandom(1));
        var signer = new CheckpointSigner("example.com/run/1", key);
        var small = signer.Sign(1, MerkleHasher.Leaf("a"u8)).Note;
        var large = signer.Sign(2, MerkleHasher.Leaf("b"u8)).Note;
        foreach (var note in new[] { small, large, small })
        {
            await broker.Parts.Claims.StoreCheckpointAsync(Session, note, CancellationToken.None);
        }

        Assert.Equal(small.ToArray(), (await broker.Parts.Claims.FirstCheckpointAsync(Session, CancellationToken.None)).ToArray());
        Assert.Equal(large.ToArray(), (await broker.Parts.Claims.CheckpointAsync(Session, CancellationToken.None)).ToArray());
        await Assert.ThrowsAsync<FormatException>(() => broker.Parts.Claims.StoreCheckpointAsync(Session, "nonsense"u8.ToArray(), CancellationToken.None));
    }

    private static Task<ClaimOutcome> StoreAsync(TestBroker broker, long sequence, string line) =>
        broker.Parts.Claims.StoreAsync(Session, sequence, System.Text.Encoding.UTF8.GetBytes(line), CancellationToken.None);

    private static async Task<List<string>> ReadAsync(TestBroker broker)
    {
        var lines = new List<string>();
        await foreach (var line in broker.Parts.Claims.ReadAsync(Session, CancellationToken.None))
        {
            lines.Add(System.Text.Encoding.UTF8.GetString(line.Span));
        }

        return lines;
    }
}
