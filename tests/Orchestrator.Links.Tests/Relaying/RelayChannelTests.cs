using Orchestrator.Domain;
using Orchestrator.Links.Channels;
using Orchestrator.Links.Relaying;
using Orchestrator.Links.Tests.Multiplexing;
using Orchestrator.Protocol;

namespace Orchestrator.Links.Tests.Relaying;

/// <summary>A record passes and is counted, or neither; a closed count is final.</summary>
public sealed class RelayChannelTests
{
    [Fact]
    public void Both_directions_are_counted_apart()
    {
        var channel = new RelayChannel(new ChannelId(1), Capability.ViewScreen);

        Assert.True(channel.TryPass(towardsInstrument: true, Header(0, 100)));
        Assert.True(channel.TryPass(towardsInstrument: false, Header(0, 30)));
        Assert.True(channel.TryPass(towardsInstrument: false, Header(1, 30)));

        Assert.Equal(new ChannelCounts(1, 100, 2, 60), channel.Counts);
        Assert.Equal(channel.Counts, channel.Close());
    }

    [Fact]
    public async Task Whatever_passes_while_it_closes_is_in_the_final_count_and_nothing_else()
    {
        for (var round = 0; round < 50; round++)
        {
            var channel = new RelayChannel(new ChannelId(1), Capability.ViewScreen);
            long passed = 0;
            var sequence = -1L;
            var counting = new Lock();
            using var start = new Barrier(3);
            var passing = Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    while (PassNext())
                    {
                        Interlocked.Increment(ref passed);
                    }

                    // As on a link: the next sequence each time, one after the other.
                    bool PassNext()
                    {
                        lock (counting)
                            return channel.TryPass(towardsInstrument: true, Header((ulong)++sequence, 30));
                    }
                },
                TaskCreationOptions.LongRunning)).ToArray();
            start.SignalAndWait();

            var final = channel.Close();
            await Task.WhenAll(passing).WaitAsync(LinkPair.Patience);

            Assert.Equal(passed, final.RecordsIn);
            Assert.Equal(final, channel.Counts);
            Assert.Equal(2, channel.Refused);
        }
    }

    private static RecordHeader Header(ulong sequence, int size) =>
        new(FrameType.PeerData, new ChannelId(1), 0, sequence, (ushort)(size - RecordHeader.Size));
}
