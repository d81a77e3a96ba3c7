using System.Buffers.Binary;
using System.Security.Cryptography;
using Orchestrator.TestSupport;

namespace Orchestrator.Protocol.Tests.Handshake;

/// <summary>The checks of what lies under the seal, each by itself: the seal is right, and one thing in it is wrong.</summary>
public sealed class BehindTheSealTests
{
    [Theory]
    [InlineData(3, HandshakeFailure.BadIdentityMac)]
    [InlineData(4, HandshakeFailure.BadIdentityMac)]
    [InlineData(5, HandshakeFailure.FinishedMismatch)]
    [InlineData(6, HandshakeFailure.FinishedMismatch)]
    [Trait("Requirement", "R-HS-4")]
    public void Each_mac_is_looked_at(int number, HandshakeFailure expected)
    {
        foreach (var profile in Enum.GetValues<HandshakeProfile>())
        {
            using var run = Insider.Run(HandshakePair.Of(profile), number, inside =>
            {
                inside[^1] ^= 1;
                return inside;
            });
            Assert.Equal((number, expected), (run.FailedAt, run.Failure));
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [Trait("Requirement", "R-HS-4")]
    public void Nothing_lies_behind_the_last_field_and_nothing_is_missing(int number)
    {
        using var longer = Insider.Run(HandshakePair.Of(HandshakeProfile.EndToEnd), number, inside => [.. inside, 0]);
        Assert.Equal((number, HandshakeFailure.Malformed), (longer.FailedAt, longer.Failure));
        using var shorter = Insider.Run(HandshakePair.Of(HandshakeProfile.EndToEnd), number, inside => inside[..^1]);
        Assert.Equal((number, HandshakeFailure.Malformed), (shorter.FailedAt, shorter.Failure));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void A_contribution_of_another_size_is_one_that_doesnt_open(int size)
    {
        var pair = HandshakePair.Of(HandshakeProfile.EndToEnd);
        using var run = Insider.Run(pair, 5, inside =>
        {
            var other = pair.Responder.Key.Public.Encrypt(new byte[size], new SeededRandom(9));
            Assert.Equal(other.Length, BinaryPrimitives.ReadUInt16BigEndian(inside));
            other.CopyTo(inside, 2);
            return inside;
        });
        Assert.Equal((5, HandshakeFailure.BadContribution), (run.FailedAt, run.Failure));
    }

    [Fact]
    [Trait("Requirement", "R-CRY-2")]
    public void An_identity_with_a_key_beyond_4096_bits_is_refused_before_its_signature_is_looked_at()
    {
        using var large = RSA.Create(4104);
        var pair = HandshakePair.Of(HandshakeProfile.Link);
        pair.Initiator = pair.Initiator with { Identity = large.ExportSubjectPublicKeyInfo() };
        using var run = pair.Run();
        Assert.Equal((3, HandshakeFailure.IdentityRefused, "key-too-large"), (run.FailedAt, run.Failure, run.Detail));
    }
}
