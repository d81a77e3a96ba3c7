using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using Orchestrator.Adversary.Stage;
using Orchestrator.Links.Handshakes;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;
using Orchestrator.Protocol.Tests.Handshake;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Adversary.Attacks;

/// <summary>Keys, points and signatures that shouldn't count: shown to the broker's accepting half, which knows nobody, and to the instrument.</summary>
public sealed class WeakKeyTests
{
    private static readonly Dictionary<string, Func<byte[]>> Keys = new()
    {
        ["1024 bits"] = () => Spki(Modulus(1024), 65537),
        ["2048 bits"] = () => Spki(Modulus(2048), 65537),
        ["exponent 3"] = () => Spki(Modulus(3072), 3),
        ["exponent 1"] = () => Spki(Modulus(3072), 1),
        ["an even modulus"] = () => Spki(Modulus(3072) - 1, 65537),
        ["a modulus with a small factor"] = () => Spki(SmallFactor(), 65537),
        ["not RSA"] = () => ECDsa.Create(ECCurve.NamedCurves.nistP384).ExportSubjectPublicKeyInfo(),
        ["half a key"] = () => TestKeys.Stranger.Public.Spki.ToArray()[..200],
        ["one byte"] = () => [0x30],
    };

    public static TheoryData<string> Names => [.. Keys.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("Requirement", "R-CRY-2")]
    public async Task The_broker_knows_nobody_by_a_weak_or_malformed_key(string key)
    {
        var pipes = new DuplexPipePair();
        var context = HandshakeContext.ForLink(new LinkContext(EndpointKind.Instrument, Vendor.Configuration.Hash, Vendor.BrokerName));
        var accepting = LinkHandshakes.AcceptAsync(
            pipes.Far, _ => new HandshakeSettings(context, TestKeys.Broker, Vendor.BrokerCertificate, new AnyKeyVerifier(), SystemRandomSource.Instance), TimeProvider.System, CancellationToken.None);
        var dialling = LinkHandshakes.DialAsync(
            pipes.Near, new HandshakeSettings(context, TestKeys.Stranger, Keys[key](), new AnyKeyVerifier(), SystemRandomSource.Instance), LinkSender.BrokerToInstrument, TimeProvider.System, CancellationToken.None);

        var refused = await Assert.ThrowsAsync<LinkHandshakeException>(() => accepting.WaitAsync(World.Patience));
        Assert.Equal(HandshakeFailure.IdentityRefused, refused.Failure);
        Assert.Contains("key-", refused.Message, StringComparison.Ordinal);
        await pipes.Far.Output.CompleteAsync();
        await Assert.ThrowsAsync<LinkHandshakeException>(() => dialling.WaitAsync(World.Patience));
    }

    [Theory]
    [InlineData("I")]
    [InlineData("R")]
    [InlineData("ask")]
    [InlineData("log key")]
    [InlineData("ticket")]
    [Trait("Requirement", "R-HS-9")]
    public async Task A_signature_of_the_technician_that_was_made_for_something_else_proves_nothing(string context)
    {
        await using var it = await SupportCase.WaitingAsync();
        var certificate = Vendor.Certify(TestKeys.Technician.Public);
        var ticket = Vendor.Ticket(it.Middle.Registered, TestKeys.Technician.Public, certificate);
        using var liar = new SpecInitiator(
            new HandshakeSettings(HandshakeContext.ForTicket(ticket), TestKeys.Technician, certificate, new AnyKeyVerifier(), SystemRandomSource.Instance), it.Instrument.Key.Public)
        {
            // What a hostile broker has of him: a signature of his link's handshake, of an ask, of anything, but not over this run's transcript.
            Signature = TestKeys.Technician.Sign(context, Fields.Join(new byte[48], certificate)),
        };
        it.Middle.Intercept = async frame =>
        {
            await it.PutAsync(Victim.Instrument, liar.M3(frame.Bytes));
            return true;
        };
        var oracle = Oracle.Before(it);

        await it.Middle.AdmitAtInstrumentAsync(ticket, certificate);
        await it.PutAsync(Victim.Instrument, liar.M1());

        await oracle.HandshakeFailsAsync("BadSignature");
    }

    /// <summary>Odd, of exactly so many bits.</summary>
    private static BigInteger Modulus(int bits)
    {
        using var rsa = RSA.Create(bits);
        return new BigInteger(rsa.ExportParameters(false).Modulus!, isUnsigned: true, isBigEndian: true);
    }

    private static BigInteger SmallFactor()
    {
        var modulus = Modulus(3072);
        return modulus - (modulus % 3) + (((modulus - (modulus % 3)) % 2 == 0) ? 3 : 0);
    }

    private static byte[] Spki(BigInteger modulus, int exponent)
    {
        var key = new AsnWriter(AsnEncodingRules.DER);
        using (key.PushSequence())
        {
            key.WriteInteger(modulus);
            key.WriteInteger(exponent);
        }

        var spki = new AsnWriter(AsnEncodingRules.DER);
        using (spki.PushSequence())
        {
            using (spki.PushSequence())
            {
                spki.WriteObjectIdentifier("1.2.840.113549.1.1.1");
                spki.WriteNull();
            }

            spki.WriteBitString(key.Encode());
        }

        return spki.Encode();
    }
}
