using System.Buffers.Binary;
using System.Text.Json.Nodes;

namespace Orchestrator.Protocol.Tests.Interop;

/// <summary>Whole handshakes between this implementation and the one in JavaScript, in both roles and both profiles, and what is changed on the way.</summary>
[Trait("Requirement", "R-HS-12")]
public sealed class InteropHandshakeTests(NodePeer peer) : IClassFixture<NodePeer>
{
    public static TheoryData<HandshakeProfile, bool> Roles => new()
    {
        { HandshakeProfile.Link, true }, { HandshakeProfile.Link, false }, { HandshakeProfile.EndToEnd, true }, { HandshakeProfile.EndToEnd, false },
    };

    public static TheoryData<HandshakeProfile, bool, int> Messages
    {
        get
        {
            var all = new TheoryData<HandshakeProfile, bool, int>();
            foreach (var profile in new[] { HandshakeProfile.Link, HandshakeProfile.EndToEnd })
            {
                for (var number = 1; number <= 6; number++)
                {
                    all.Add(profile, true, number);
                    all.Add(profile, false, number);
                }
            }

            return all;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Roles))]
    public async Task Both_implementations_come_to_the_same_transcript_and_digits(HandshakeProfile profile, bool peerInitiates)
    {
        using var run = await InteropRun.StartAsync(peer, profile, peerInitiates);
        using var machine = InteropParties.Machine(profile, !peerInitiates);
        var (result, failure) = await run.ShakeAsync(machine);
        using (result)
        {
            Assert.Equal(HandshakeFailure.None, failure);
            var told = await peer.NextAsync(run.Run, "established");
            Assert.Equal(InteropParties.Hex(result!.TranscriptHash), (string)told["th6"]!);
            Assert.Equal(result.Sas, (string)told["sas"]!);
            Assert.Equal((string)InteropParties.Command(profile, peerInitiates)["identity"]!, InteropParties.Hex(result.PeerIdentity));
            Assert.Equal((string)InteropParties.Command(profile, !peerInitiates)["identity"]!, (string)told["peer"]!);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Messages))]
    [Trait("Requirement", "R-HS-4")]
    public async Task A_flipped_bit_in_any_message_ends_both_ends(HandshakeProfile profile, bool peerInitiates, int number)
    {
        foreach (var place in new[] { 0.0, 0.3, 0.7, 1.0 })
        {
            byte[] Flip(int n, byte[] bytes)
            {
                if (n == number)
                    bytes[RecordHeader.Size + (int)(place * (bytes.Length - RecordHeader.Size - 1))] ^= 0x10;
                return bytes;
            }

            await RequireBothEnd(profile, peerInitiates, number, Flip);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Messages))]
    [Trait("Requirement", "R-HS-4")]
    public async Task A_byte_behind_any_message_ends_both_ends(HandshakeProfile profile, bool peerInitiates, int number) =>
        await RequireBothEnd(profile, peerInitiates, number, (n, bytes) =>
        {
            if (n != number)
                return bytes;
            byte[] longer = [.. bytes, 0];
            BinaryPrimitives.WriteUInt16BigEndian(longer.AsSpan(RecordHeader.Size - 2), (ushort)(longer.Length - RecordHeader.Size));
            return longer;
        });

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task A_byte_behind_the_last_field_is_malformed_even_under_the_right_seal(int number)
    {
        var peerInitiates = number % 2 == 1;
        using var run = await InteropRun.StartAsync(peer, HandshakeProfile.EndToEnd, peerInitiates, new JsonObject { ["trailing"] = number });
        using var machine = InteropParties.Machine(HandshakeProfile.EndToEnd, !peerInitiates);
        Assert.Equal((null, HandshakeFailure.Malformed), await run.ShakeAsync(machine));
        Assert.Equal("Cut", (await peer.EndAsync(run.Run)).Reason);
    }

    /// <summary>Neither end has a session then; only the sender of M6 had one, for the moment until the stream ended.</summary>
    private async Task RequireBothEnd(HandshakeProfile profile, bool peerInitiates, int number, Func<int, byte[], byte[]> alter)
    {
        using var run = await InteropRun.StartAsync(peer, profile, peerInitiates);
        using var machine = InteropParties.Machine(profile, !peerInitiates);
        var (result, failure) = await run.ShakeAsync(machine, alter);
        using (result)
        {
            var isSender = (number % 2 == 1) != peerInitiates;
            if (result is not null)
                Assert.Null(await run.ReadAsync());
            var (reason, established) = await peer.EndAsync(run.Run);
            Assert.Equal(number == 6 && isSender, result is not null);
            Assert.Equal(number == 6 && !isSender, established);
            // One end names a reason and the other sees its stream end. Which one is sure but for M2: most of it shows only when R can't open M3.
            Assert.NotEqual(failure == HandshakeFailure.None, reason == "Cut");
            if (number != 2)
                Assert.Equal(isSender, reason != "Cut");
            Assert.DoesNotContain("Internal", reason, StringComparison.Ordinal);
        }
    }
}
