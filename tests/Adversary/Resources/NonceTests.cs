using System.Buffers.Binary;
using Orchestrator.Domain;
using Orchestrator.Protocol;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Adversary.Resources;

/// <summary>A million records of one session, both ways, over four channels and many changes of key, every seal watched.</summary>
public sealed class NonceTests
{
    private const int Records = 1_000_000;

    [Fact]
    [Trait("Requirement", "R-CRY-5")]
    public void No_pair_of_key_and_nonce_comes_twice_in_a_million_records()
    {
        var watch = new Watch(Records);
        var limits = new RekeyLimits(10_000, long.MaxValue, TimeSpan.FromHours(1));
        using var technician = new ChannelTable(Complete(out var other), TimeProvider.System, limits, watch);
        using var instrument = new ChannelTable(other, TimeProvider.System, limits, watch);
        var pairs = new[] { 1u, 2u, 3u, 7u }.Select(id => (Open(technician, id), Open(instrument, id))).ToArray();
        var (record, payload) = (new byte[64], new byte[64]);

        for (var i = 0; i < Records / pairs.Length / 2; i++)
        {
            foreach (var (there, back) in pairs)
            {
                Pass(there, instrument, record, payload);
                Pass(back, technician, record, payload);
            }
        }

        Assert.Equal(Records, watch.Seals);
        Assert.Equal(Records, watch.Pairs);

        // 125,000 records a channel and direction, 10,000 to a key: thirteen keys each, and none of them is another's.
        Assert.Equal(13 * pairs.Length * 2, watch.Keys);
    }

    private static SecureChannel Open(ChannelTable table, uint id)
    {
        Assert.True(table.TryOpen(new ChannelId(id), out var channel));
        return channel;
    }

    private static void Pass(SecureChannel from, ChannelTable to, byte[] record, byte[] payload)
    {
        Assert.True(from.Sealer.TrySeal([1, 2, 3], record, out var written));
        Assert.Equal(RecordVerdict.Opened, to.Open(RecordHeader.Read(record), record.AsSpan(0, written), payload).Verdict);
    }

    /// <summary>One real handshake; gives both ends' results.</summary>
    private static HandshakeResult Complete(out HandshakeResult responders)
    {
        var context = HandshakeContext.ForTicket(new byte[100]);
        using var initiator = new HandshakeInitiator(new HandshakeSettings(
            context, TestKeys.Technician, TestKeys.Technician.Public.Spki, new ExpectedKeyVerifier(TestKeys.Instrument.Fingerprint), new SeededRandom(1)));
        using var responder = new HandshakeResponder(new HandshakeSettings(
            context, TestKeys.Instrument, TestKeys.Instrument.Public.Spki, new ExpectedKeyVerifier(TestKeys.Technician.Fingerprint), new SeededRandom(2)));
        var toInitiator = responder.Receive(initiator.Start()).Reply;
        toInitiator = responder.Receive(initiator.Receive(toInitiator).Reply).Reply;
        toInitiator = responder.Receive(initiator.Receive(toInitiator).Reply).Reply;
        initiator.Receive(toInitiator);
        responders = responder.TakeResult();
        return initiator.TakeResult();
    }

    private sealed class Watch(int expected) : IAeadWatch
    {
        private readonly HashSet<(UInt128 Key, ulong Front, uint Back)> _pairs = new(expected);
        private readonly HashSet<UInt128> _keys = [];

        public int Seals { get; private set; }

        public int Pairs => _pairs.Count;

        public int Keys => _keys.Count;

        public void Sealing(ReadOnlySpan<byte> keyId, ReadOnlySpan<byte> nonce)
        {
            Seals++;
            var key = BinaryPrimitives.ReadUInt128BigEndian(keyId);
            _keys.Add(key);
            _pairs.Add((key, BinaryPrimitives.ReadUInt64BigEndian(nonce), BinaryPrimitives.ReadUInt32BigEndian(nonce[8..])));
        }
    }
}
