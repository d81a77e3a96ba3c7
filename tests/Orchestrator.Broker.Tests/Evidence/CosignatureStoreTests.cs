using Orchestrator.Broker.Evidence;
using Orchestrator.Broker.Tests.Support;

namespace Orchestrator.Broker.Tests.Evidence;

public sealed class CosignatureStoreTests
{
    [Fact]
    public async Task Of_one_witness_and_one_checkpoint_the_first_signature_stays()
    {
        await using var broker = await TestBroker.CreateAsync();
        var store = broker.Parts.Cosignatures;
        await store.AddAsync(new Cosignature("a.example/broker", 5, "w1", "first"), CancellationToken.None);
        await store.AddAsync(new Cosignature("a.example/broker", 5, "w1", "again"), CancellationToken.None);
        await store.AddAsync(new Cosignature("a.example/broker", 5, "w2", "other witness"), CancellationToken.None);
        await store.AddAsync(new Cosignature("a.example/broker", 9, "w1", "later"), CancellationToken.None);
        await store.AddAsync(new Cosignature("a.example/run/1", 5, "w1", "other log"), CancellationToken.None);

        Assert.Equal(["first", "other witness"], (await store.FindAsync("a.example/broker", 5, CancellationToken.None)).Select(c => c.Line));
        Assert.Empty(await store.FindAsync("a.example/broker", 9_999, CancellationToken.None));
    }

    [Fact]
    public async Task What_most_of_a_sessions_witnesses_signed_comes_first_then_the_newest_and_nothing_of_others()
    {
        await using var broker = await TestBroker.CreateAsync();
        var store = broker.Parts.Cosignatures;
        foreach (var (size, witness) in new[] { (5, "w1"), (7, "w1"), (7, "w2"), (9, "w1"), (12, "w3") })
        {
            await store.AddAsync(new Cosignature("a.example/broker", size, witness, "line"), CancellationToken.None);
        }

        Assert.Equal<long>([7, 9, 5], await SizesAsync(0, "w1", "w2"));
        Assert.Equal<long>([9, 7], await SizesAsync(6, "w1"));
        Assert.Empty(await SizesAsync(0));

        async Task<IEnumerable<long>> SizesAsync(long from, params string[] witnesses) => await store.SizesAsync("a.example/broker", from, witnesses, CancellationToken.None);
    }
}
