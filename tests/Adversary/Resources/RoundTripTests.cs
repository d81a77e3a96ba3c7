using System.Buffers;
using System.IO.Pipelines;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Adversary.Stage;
using Orchestrator.Links.Handshakes;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Adversary.Resources;

/// <summary>A handshake over a line with a delay, in virtual time: what it takes is counted, not measured.</summary>
public sealed class RoundTripTests
{
    private static readonly TimeSpan OneWay = TimeSpan.FromMilliseconds(100);

    [Fact]
    [Trait("Requirement", "R-HS-11")]
    public async Task A_handshake_takes_three_round_trips_and_no_more_than_eight_kilobytes()
    {
        var time = new FakeTimeProvider(Vendor.Now);
        var (near, far) = (new DuplexPipePair(), new DuplexPipePair());
        var there = new Line(near.Far.Input, far.Near.Output, time);
        var back = new Line(far.Near.Input, near.Far.Output, time);
        var context = HandshakeContext.ForLink(new LinkContext(EndpointKind.Instrument, Vendor.Configuration.Hash, Vendor.BrokerName));
        var accepting = LinkHandshakes.AcceptAsync(
            far.Far, _ => new HandshakeSettings(context, TestKeys.Broker, Vendor.BrokerCertificate, new AnyKeyVerifier(), SystemRandomSource.Instance), time, CancellationToken.None);
        var dialling = LinkHandshakes.DialAsync(
            near.Near,
            new HandshakeSettings(context, TestKeys.Instrument, TestKeys.Instrument.Public.Spki, new BrokerVerifier(Vendor.Root, Vendor.BrokerName), SystemRandomSource.Instance),
            LinkSender.BrokerToInstrument,
            time,
            CancellationToken.None);

        for (var message = 1; message <= ProtocolLimits.HandshakeMessages; message++)
        {
            // Each message waits for the one before: nothing else is ever on its way.
            Assert.False(dialling.IsCompleted);
            await (message % 2 == 1 ? there : back).DepartedAsync((message + 1) / 2);
            time.Advance(OneWay);
        }

        await dialling.WaitAsync(World.Patience);
        await accepting.WaitAsync(World.Patience);
        Assert.Equal(3 * 2 * OneWay, time.GetUtcNow() - Vendor.Now);
        Assert.Equal((3, 3), (there.Messages, back.Messages));
        Assert.InRange(there.Bytes + back.Bytes, 4_000, 8_192);
    }

    /// <summary>One direction: each message arrives so much later than it departed.</summary>
    private sealed class Line
    {
        private readonly World _world = new();

        public Line(PipeReader from, PipeWriter to, FakeTimeProvider time) => _ = RunAsync(from, to, time);

        public int Messages { get; private set; }

        public long Bytes { get; private set; }

        public Task DepartedAsync(int messages) => _world.UntilAsync(() => Messages >= messages);

        private async Task RunAsync(PipeReader from, PipeWriter to, FakeTimeProvider time)
        {
            while (true)
            {
                var read = await from.ReadAsync();
                var buffer = read.Buffer;
                if (FrameReader.TryRead(ref buffer, out _, out var whole) == FrameStatus.Done)
                {
                    var record = whole.ToArray();
                    var arrival = Task.Delay(OneWay, time);
                    Messages++;
                    Bytes += record.Length;
                    _world.Note("departed");
                    await arrival;
                    await to.WriteAsync(record);
                }

                from.AdvanceTo(buffer.Start, buffer.End);
                if (read.IsCompleted)
                {
                    return;
                }
            }
        }
    }
}
