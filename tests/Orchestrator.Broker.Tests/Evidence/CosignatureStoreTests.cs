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
        Assert.Equal<long>([5, 9], await store.SizesAsync("a.example/broker", 0, CancellationToken.None));
        Assert.Equal<long>([9], await store.SizesAsync("a.example/broker", 6, CancellationToken.None));
        Assert.Empty(await store.FindAsync("a.example/broker", 9_999, CancellationToken.None));
    }
}
