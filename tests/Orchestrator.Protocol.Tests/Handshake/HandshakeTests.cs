using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Protocol.Tests.Handshake;

public class HandshakeTests
{
    [Theory]
    [InlineData(HandshakeProfile.EndToEnd)]
    [InlineData(HandshakeProfile.Link)]
    [Trait("Requirement", "R-HS-1")]
    public void Both_ends_get_the_same_secret_transcript_and_digits_and_know_each_other(HandshakeProfile profile)
    {
        var pair = HandshakePair.Of(profile);
        using var run = pair.Run();

        Assert.Equal(HandshakeFailure.None, run.Failure);
        Assert.Equal(6, run.Messages.Count);
        Assert.Equal(run.MasterOfInitiator, run.MasterOfResponder);
        Assert.Equal(run.Initiator!.TranscriptHash.ToArray(), run.Responder!.TranscriptHash.ToArray());
        Assert.Equal(run.Initiator.Sas, run.Responder.Sas);
        Assert.Matches("^[0-9]{6}$", run.Initiator.Sas);
        Assert.True(run.Initiator.IsInitiator);
        Assert.False(run.Responder.IsInitiator);
        Assert.Equal(pair.Responder.Key.Public, run.Initiator.PeerKey);
        Assert.Equal(pair.Initiator.Key.Public, run.Responder.PeerKey);
        Assert.Equal(pair.Initiator.Identity.ToArray(), run.Responder.PeerIdentity.ToArray());
        Assert.Equal(profile, run.Initiator.Profile);
    }

    [Theory]
    [InlineData(HandshakeProfile.EndToEnd)]
    [InlineData(HandshakeProfile.Link)]
    public void An_initiator_written_from_the_document_alone_agrees_with_the_responder(HandshakeProfile profile)
    {
        var pair = HandshakePair.Of(profile);
        using var written = new SpecInitiator(pair.Initiator, pair.Responder.Key.Public);
        using var responder = new HandshakeResponder(pair.Responder);
        var m2 = responder.Receive(written.M1()).Reply.ToArray();
        var m4 = responder.Receive(written.M3(m2)).Reply.ToArray();
        var last = responder.Receive(written.M5(m4));
        Assert.Equal(HandshakeProgress.Completed, last.Progress);
        using var result = responder.TakeResult();
        var (transcript, secret) = written.Complete(last.Reply.ToArray(), direction: 1, channel: 9);
        Assert.Equal(result.TranscriptHash.ToArray(), transcript);
        Assert.Equal(result.Sas, written.Sas);
        Assert.Equal(result.Master.ChannelSecret(RecordDirection.ResponderToInitiator, new Domain.ChannelId(9), result.TranscriptHash), secret);
    }

    [Fact]
    public void A_result_can_be_taken_once_and_its_secret_is_gone_when_disposed()
    {
        using var run = HandshakePair.Of(HandshakeProfile.Link).Run();
        run.Initiator!.Dispose();
        Assert.True(run.Initiator.Master.IsGone);
        Assert.Throws<ObjectDisposedException>(() => run.MasterOfInitiator);
        Assert.NotEmpty(run.MasterOfResponder);
        using var machine = new HandshakeResponder(HandshakePair.Of(HandshakeProfile.Link).Responder);
        Assert.Throws<InvalidOperationException>(machine.TakeResult);
    }

    [Fact]
    [Trait("Requirement", "R-HS-10")]
    public void A_machine_that_saw_garbage_never_touches_a_private_key()
    {
        // Own keys: the shared ones are used by other tests at the same time.
        using var one = RsaIdentity.Generate(3072, SystemRandomSource.Instance);
        using var two = RsaIdentity.Generate(3072, SystemRandomSource.Instance);
        var pair = HandshakePair.Of(HandshakeProfile.EndToEnd);
        pair.Initiator = pair.Initiator with { Key = one, Identity = one.Public.Spki, Peer = new ExpectedKeyVerifier(two.Fingerprint) };
        pair.Responder = pair.Responder with { Key = two, Identity = two.Public.Spki, Peer = new ExpectedKeyVerifier(one.Fingerprint) };
        var random = new SeededRandom(5);
        for (var i = 0; i < 50; i++)
        {
            using var responder = new HandshakeResponder(pair.Responder);
            using var initiator = new HandshakeInitiator(pair.Initiator);
            var first = responder.Receive(initiator.Start());
            Assert.Equal(HandshakeProgress.Continue, first.Progress);
            var junk = new byte[1300];
            random.Fill(junk);
            Assert.Equal(HandshakeFailure.CommitmentMismatch, responder.Receive(HandshakeMessages.Frame(HandshakeProfile.EndToEnd, 3, junk)).Failure);
            Assert.Equal(HandshakeProgress.Failed, initiator.Receive(HandshakeMessages.Frame(HandshakeProfile.EndToEnd, 2, junk)).Progress);
        }

        Assert.Equal((0, 0), (one.Decryptions, two.Decryptions));
        using var good = pair.Run();
        Assert.NotNull(good.Initiator);
        Assert.Equal((1, 1), (one.Decryptions, two.Decryptions));
    }

    [Fact]
    [Trait("Requirement", "R-HS-10")]
    public void Whoever_shows_an_identity_and_cant_sign_gets_nothing_decrypted()
    {
        using var technician = RsaIdentity.Generate(3072, SystemRandomSource.Instance);
        using var instrument = RsaIdentity.Generate(3072, SystemRandomSource.Instance);
        var pair = HandshakePair.Of(HandshakeProfile.EndToEnd);
        var good = new HandshakePair
        {
            Initiator = pair.Initiator with { Key = technician, Identity = technician.Public.Spki, Peer = new ExpectedKeyVerifier(instrument.Fingerprint) },
            Responder = pair.Responder with { Key = instrument, Identity = instrument.Public.Spki, Peer = new ExpectedKeyVerifier(technician.Fingerprint) },
        };

        // Commitment, seal and MAC are right, and the contribution is for the right key: the signature alone stands before it.
        using var asTechnician = new HandshakePair { Initiator = good.Initiator with { Key = TestKeys.Stranger }, Responder = good.Responder }.Run();
        using var asInstrument = new HandshakePair { Initiator = good.Initiator, Responder = good.Responder with { Key = TestKeys.Stranger } }.Run();

        Assert.Equal((3, HandshakeFailure.BadSignature), (asTechnician.FailedAt, asTechnician.Failure));
        Assert.Equal((4, HandshakeFailure.BadSignature), (asInstrument.FailedAt, asInstrument.Failure));
        Assert.Equal((0, 0), (technician.Decryptions, instrument.Decryptions));
    }

    [Fact]
    public void The_first_failure_sticks()
    {
        var pair = HandshakePair.Of(HandshakeProfile.EndToEnd);
        using var initiator = new HandshakeInitiator(pair.Initiator);
        using var responder = new HandshakeResponder(pair.Responder);
        var good = responder.Receive(initiator.Start()).Reply;
        Assert.Equal(HandshakeFailure.Malformed, initiator.Receive(new byte[3]).Failure);
        Assert.Equal(HandshakeFailure.Malformed, initiator.Receive(good).Failure);
        Assert.Throws<InvalidOperationException>(initiator.TakeResult);
    }

    [Fact]
    public void A_key_destroyed_in_the_middle_is_a_named_failure_not_a_crash()
    {
        using var own = RsaIdentity.Generate(3072, SystemRandomSource.Instance);
        var pair = HandshakePair.Of(HandshakeProfile.Link);
        using var initiator = new HandshakeInitiator(pair.Initiator with { Key = own, Identity = own.Public.Spki });
        using var responder = new HandshakeResponder(pair.Responder);
        var second = responder.Receive(initiator.Start()).Reply;
        own.Dispose();
        Assert.Equal(HandshakeFailure.LocalFault, initiator.Receive(second).Failure);
    }

    [Fact]
    public void The_hint_of_a_first_message_names_the_context()
    {
        using var ended = new HandshakeInitiator(HandshakePair.Of(HandshakeProfile.EndToEnd).Initiator);
        Assert.True(HandshakeMessages.TryReadHint(ended.Start(), HandshakeProfile.EndToEnd, out var hint));
        Assert.Equal(HandshakeContext.TicketHint(HandshakePair.Ticket), hint);
        Assert.False(HandshakeMessages.TryReadHint(ended.Start(), HandshakeProfile.Link, out _));

        using var link = new HandshakeInitiator(HandshakePair.Of(HandshakeProfile.Link).Initiator);
        Assert.True(HandshakeMessages.TryReadHint(link.Start(), HandshakeProfile.Link, out hint));
        Assert.Equal(HandshakePair.LinkContext, LinkContext.TryDecode(hint.Span));
    }

    [Fact]
    public void A_result_prints_nothing_secret()
    {
        using var run = HandshakePair.Of(HandshakeProfile.EndToEnd).Run();
        Assert.DoesNotContain(run.Initiator!.Sas, run.Initiator.ToString(), StringComparison.Ordinal);
    }
}
