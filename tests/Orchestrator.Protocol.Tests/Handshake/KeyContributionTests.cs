using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Protocol.Tests.Handshake;

/// <summary>What goes into the session's keys, and what each part alone can't do.</summary>
public class KeyContributionTests
{
    private static readonly byte[] Th0 = Hash384.Of("th0", "e2e"u8.ToArray(), new byte[5]);

    private static byte[] Master(byte x, byte kem, byte initiator, byte responder)
    {
        using var schedule = new HandshakeSchedule(HandshakeContext.ForTicket(new byte[5]));
        schedule.Absorb(new byte[3], new byte[4]);
        schedule.Agree(Th0, Filled(x), Filled(kem), Filled(1), Filled(2), new byte[1088]);
        schedule.DeriveMaster(Filled(initiator), Filled(responder));
        using var master = schedule.TakeMaster();
        return master.ChannelSecret(RecordDirection.InitiatorToResponder, Domain.ChannelId.Control, new byte[48]);
    }

    [Fact]
    [Trait("Requirement", "R-HS-3")]
    public void Each_contribution_alone_changes_the_keys()
    {
        var all = new[] { Master(1, 2, 3, 4), Master(9, 2, 3, 4), Master(1, 9, 3, 4), Master(1, 2, 9, 4), Master(1, 2, 3, 9) };
        Assert.Equal(all.Length, all.Select(Convert.ToHexString).Distinct().Count());
        Assert.Equal(all[0], Master(1, 2, 3, 4));
    }

    [Fact]
    [Trait("Requirement", "R-HS-6")]
    public void One_side_with_fixed_randomness_still_gets_other_keys_each_time()
    {
        var fixedInitiator = Enumerable.Range(0, 3).Select(i => RunWith(initiator: 5, responder: 50 + i)).ToArray();
        var fixedResponder = Enumerable.Range(0, 3).Select(i => RunWith(initiator: 60 + i, responder: 5)).ToArray();
        Assert.Equal(6, fixedInitiator.Concat(fixedResponder).Distinct().Count());
    }

    /// <summary>
    /// Whoever has both private keys and every byte lacks the two ephemeral secrets: M3 to M6, which hold identities and RSA contributions, don't even open for him. Nor with
    /// one of the two, as when X25519 or ML-KEM is broken one day.
    /// </summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [Trait("Requirement", "R-HS-2")]
    [Trait("Requirement", "R-HS-3")]
    public void Both_rsa_keys_and_the_capture_do_not_give_the_master_secret(bool hasX25519, bool hasMlKem)
    {
        var pair = HandshakePair.Of(HandshakeProfile.EndToEnd);
        using var run = pair.Run();
        var (x25519, mlkem) = Insider.EphemeralSecrets(run.Messages[1], new SeededRandom(1));
        using var thief = Overhear(pair, run, hasX25519 ? x25519 : Filled(0), hasMlKem ? mlkem : Filled(0));
        Assert.Null(thief.InitiatorSeal.Open(run.Messages[2], HandshakeMessages.ClearM3));
        Assert.Null(thief.ResponderSeal.Open(run.Messages[3], 0));

        // With both of them it opens: so these are the secrets, and nothing else keeps him out.
        using var told = Overhear(pair, run, x25519, mlkem);
        Assert.NotNull(told.InitiatorSeal.Open(run.Messages[2], HandshakeMessages.ClearM3));
        Assert.NotNull(told.ResponderSeal.Open(run.Messages[3], 0));
    }

    [Fact]
    public void A_contribution_that_does_not_open_ends_the_end_to_end_profile_with_its_name()
    {
        Assert.Equal((5, HandshakeFailure.BadContribution), WithWrongContribution(HandshakeProfile.EndToEnd));
    }

    [Fact]
    public void On_a_link_it_is_never_told_apart_from_a_wrong_secret()
    {
        Assert.Equal((5, HandshakeFailure.FinishedMismatch), WithWrongContribution(HandshakeProfile.Link));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [Trait("Requirement", "R-HS-4")]
    public void A_key_share_of_small_order_is_refused_by_the_initiator(byte first)
    {
        var pair = HandshakePair.Of(HandshakeProfile.EndToEnd);
        using var run = pair.Run((n, bytes) =>
        {
            if (n != 2)
                return bytes;
            var share = bytes.AsSpan(RecordHeader.Size + 4 + 32, 32);
            share.Clear();
            share[0] = first;
            return bytes;
        });
        Assert.Equal((2, HandshakeFailure.BadKeyShare), (run.FailedAt, run.Failure));
    }

    [Fact]
    public void A_responder_refuses_a_small_order_share_that_was_committed_to()
    {
        var pair = HandshakePair.Of(HandshakeProfile.EndToEnd);
        using var responder = new HandshakeResponder(pair.Responder);
        var share = new byte[32];
        var opening = new byte[32];
        Assert.Equal(HandshakeFailure.BadKeyShare, CommitTo(responder, pair, share, opening));
    }

    [Fact]
    public void A_responder_refuses_its_own_share_and_so_does_the_initiator()
    {
        var pair = HandshakePair.Of(HandshakeProfile.EndToEnd);

        // Both draw the same bytes: nonce first, then the key.
        pair.Initiator = pair.Initiator with { Random = new SeededRandom(3) };
        pair.Responder = pair.Responder with { Random = new SeededRandom(3) };
        using var run = pair.Run();
        Assert.Equal((2, HandshakeFailure.ReflectedKey), (run.FailedAt, run.Failure));

        using var responder = new HandshakeResponder(pair.Responder with { Random = new SeededRandom(4) });
        using var same = new HandshakeInitiator(pair.Initiator with { Random = new SeededRandom(4) });
        responder.Receive(same.Start());
        var own = KeyOf(new SeededRandom(4));
        var third = HandshakeMessages.WriteM3(new HandshakeMessages.M3(own.Share, own.Opening, new byte[1088]));
        Assert.Equal(HandshakeFailure.ReflectedKey, responder.Receive(HandshakeMessages.Frame(HandshakeProfile.EndToEnd, 3, [.. third, .. new byte[200]])).Failure);
    }

    [Fact]
    public void An_encapsulation_key_with_an_unreduced_coefficient_is_refused()
    {
        using var run = HandshakePair.Of(HandshakeProfile.EndToEnd).Run((n, bytes) =>
        {
            if (n == 2)
                bytes.AsSpan(RecordHeader.Size + 4 + 32 + 32, 3).Fill(0xFF);
            return bytes;
        });
        Assert.Equal((2, HandshakeFailure.BadEncapsulation), (run.FailedAt, run.Failure));
    }

    private static HandshakeSchedule Overhear(HandshakePair pair, HandshakeRun run, byte[] x25519, byte[] mlkem)
    {
        var thief = new HandshakeSchedule(pair.Initiator.Context);
        var th0 = thief.Transcript;
        thief.Absorb(run.Messages[0], run.Messages[1]);
        var third = HandshakeMessages.ReadM3(run.Messages[2].AsSpan(RecordHeader.Size))!;
        thief.Agree(th0.Span, x25519, mlkem, third.KeyShare.Memory, third.Opening.Memory, third.Ciphertext.Memory);
        return thief;
    }

    private static (Blob Share, Blob Opening) KeyOf(SeededRandom random)
    {
        random.Fill(new byte[32]);
        using var key = X25519Key.Generate(random);
        var opening = new byte[32];
        random.Fill(opening);
        return (key.Public, opening);
    }

    private static HandshakeFailure CommitTo(HandshakeResponder responder, HandshakePair pair, byte[] share, byte[] opening)
    {
        var first = new HandshakeMessages.M1([1], [1], new byte[32], HandshakeSchedule.Commit(share, opening), pair.Initiator.Context.Hint);
        responder.Receive(HandshakeMessages.Frame(HandshakeProfile.EndToEnd, 1, HandshakeMessages.WriteM1(first)));
        var third = HandshakeMessages.WriteM3(new HandshakeMessages.M3(share, opening, new byte[1088]));
        return responder.Receive(HandshakeMessages.Frame(HandshakeProfile.EndToEnd, 3, [.. third, .. new byte[200]])).Failure;
    }

    /// <summary>An initiator that does everything right but seals a contribution for another key.</summary>
    private static (int, HandshakeFailure) WithWrongContribution(HandshakeProfile profile)
    {
        var pair = HandshakePair.Of(profile);
        using var initiator = new SpecInitiator(pair.Initiator, pair.Responder.Key.Public) { SealContributionFor = TestKeys.Stranger.Public };
        using var responder = new HandshakeResponder(pair.Responder);
        var second = responder.Receive(initiator.M1()).Reply.ToArray();
        var fourth = responder.Receive(initiator.M3(second)).Reply.ToArray();
        var step = responder.Receive(initiator.M5(fourth));
        return (5, step.Failure);
    }

    private static string RunWith(long initiator, long responder)
    {
        var pair = HandshakePair.Of(HandshakeProfile.EndToEnd);
        pair.Initiator = pair.Initiator with { Random = new SeededRandom(initiator) };
        pair.Responder = pair.Responder with { Random = new SeededRandom(responder + 1000) };
        using var run = pair.Run();
        Assert.NotNull(run.Initiator);
        return Convert.ToHexString(run.MasterOfInitiator);
    }

    private static byte[] Filled(byte value)
    {
        var bytes = new byte[32];
        bytes.AsSpan().Fill(value);
        return bytes;
    }
}
