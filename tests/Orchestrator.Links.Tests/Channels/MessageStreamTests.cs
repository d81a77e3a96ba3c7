using System.IO.Pipelines;
using Orchestrator.Links.Channels;
using Orchestrator.Links.Multiplexing;

namespace Orchestrator.Links.Tests.Channels;

public sealed class MessageStreamTests
{
    private const int Largest = 64;

    [Fact]
    public async Task Messages_arrive_whole_and_in_order()
    {
        var pair = new DuplexPipePair();
        var (near, far) = (new MessageStream(pair.Near, Largest), new MessageStream(pair.Far, Largest));

        Assert.True(await near.WriteAsync(new byte[] { 1 }, default));
        Assert.True(await near.WriteAsync(new byte[] { 2, 3 }, default));

        Assert.Equal([1], await far.ReadAsync(default));
        Assert.Equal([2, 3], await far.ReadAsync(default));
    }

    [Fact]
    public async Task Every_split_of_the_bytes_gives_the_same_messages()
    {
        byte[] bytes = [0, 0, 0, 3, 7, 8, 9, 0, 0, 0, 1, 5];
        for (var split = 0; split <= bytes.Length; split++)
        {
            var pair = new DuplexPipePair();
            var far = new MessageStream(pair.Far, Largest);
            var read = Task.Run(async () => (await far.ReadAsync(default), await far.ReadAsync(default), await far.ReadAsync(default)));
            await pair.Near.Output.WriteAsync(bytes.AsMemory(0, split));
            await pair.Near.Output.WriteAsync(bytes.AsMemory(split));
            await pair.Near.Output.CompleteAsync();

            var (first, second, end) = await read.WaitAsync(TimeSpan.FromSeconds(30));

            Assert.Equal([7, 8, 9], first);
            Assert.Equal([5], second);
            Assert.Null(end);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(Largest + 1)]
    public async Task A_length_that_is_not_allowed_is_a_fault(int length)
    {
        var pair = new DuplexPipePair();
        var bytes = new byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        await pair.Near.Output.WriteAsync(bytes);

        await Assert.ThrowsAsync<InvalidDataException>(() => new MessageStream(pair.Far, Largest).ReadAsync(default).AsTask());
    }

    [Fact]
    public async Task A_cut_channel_is_an_end_and_not_an_exception()
    {
        var pair = new DuplexPipePair();
        var near = new MessageStream(pair.Near, Largest);
        await pair.Far.Input.CompleteAsync();
        await pair.Far.Output.CompleteAsync();

        Assert.False(await near.WriteAsync(new byte[] { 1 }, default));
        Assert.Null(await near.ReadAsync(default));
        await near.CompleteAsync();
        Assert.False(await near.WriteAsync(new byte[] { 1 }, default));
        Assert.Null(await near.ReadAsync(default));
    }
}
