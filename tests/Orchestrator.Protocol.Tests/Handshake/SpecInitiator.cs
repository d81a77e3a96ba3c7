using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Protocol.Tests.Handshake;

/// <summary>
/// The initiator once more, written from docs/protocol.md in one piece with nothing of the product but the primitives: shows that the document suffices, and lies in M5
/// when told to.
/// </summary>
internal sealed class SpecInitiator(HandshakeSettings settings, RsaPublic responder) : IDisposable
{
    private readonly X25519Key _share = X25519Key.Generate(settings.Random);
    private readonly byte[] _opening = RandomNumberGenerator.GetBytes(32);
    private readonly byte[] _th0 = Hash384.Of("th0", Encoding.ASCII.GetBytes(settings.Context.Profile == HandshakeProfile.Link ? "link" : "e2e"), settings.Context.Bytes.Memory);
    private byte[] _m1 = [];
    private byte[] _th = [];
    private byte[] _hs = [];
    private byte[] _sendKey = [];
    private byte[] _receiveKey = [];
    private byte[] _master = [];

    public string Sas { get; private set; } = "";

    /// <summary>Whose key M5's contribution is sealed for; the responder's when null.</summary>
    public RsaPublic? SealContributionFor { get; set; }

    /// <summary>What M5 carries as its contribution, whatever Finished is over; an honest one when null.</summary>
    public byte[]? Contribution { get; set; }

    /// <summary>What M3 carries as its signature; an honest one when null.</summary>
    public byte[]? Signature { get; set; }

    public byte[] M1()
    {
        var hint = settings.Context.Hint.Memory;
        byte[] body = [1, 0, 1, 1, 0, 1, .. RandomNumberGenerator.GetBytes(32), .. Hash384.Of("commit", _share.Public, _opening), .. U16(hint.Length), .. hint.Span];
        return _m1 = [.. Header(1, body.Length), .. body];
    }

    public byte[] M3(byte[] m2)
    {
        var xR = m2.AsSpan(19 + 4 + 32, 32);
        var kemR = m2.AsSpan(19 + 4 + 64, 1184);
        var agreed = new byte[32];
        var encapsulated = new byte[32];
        var ciphertext = new byte[1088];
        Assert.True(_share.TryAgree(xR, agreed));
        Assert.True(MlKem768.TryEncapsulate(kemR, settings.Random, ciphertext, encapsulated));
        var th2 = Hash384.Continue(_th0, _m1, m2);
        var prk = Hkdf384.Extract(Hash384.Continue(th2, _share.Public, _opening), agreed);
        Sas = (BinaryPrimitives.ReadUInt64BigEndian(Hkdf384.Expand(prk, 8, "sas")) % 1_000_000).ToString("D6", null);
        var th3c = Hash384.Continue(th2, _share.Public, _opening, ciphertext);
        _hs = Hkdf384.Extract(_th0, [.. agreed, .. encapsulated]);
        _sendKey = Hkdf384.Expand(_hs, 44, "hs I>R", th3c);
        _receiveKey = Hkdf384.Expand(_hs, 44, "hs R>I", th3c);
        var signature = Signature ?? settings.Key.Sign("I", Fields.Join(th3c, settings.Identity));
        var mac = Hmac384.Of(Hkdf384.Expand(_hs, 48, "mac I", th3c), settings.Identity, signature);
        _th = Hash384.Continue(th3c, settings.Identity, signature, mac);
        byte[] clear = [.. _share.Public.Span, .. _opening, .. ciphertext];
        byte[] inside = [.. U16(settings.Identity.Length), .. settings.Identity.Span, .. U16(signature.Length), .. signature, .. mac];
        return Seal(3, 0, clear, inside);
    }

    public byte[] M5(byte[] m4)
    {
        var inside = Open(m4, 0);
        var identity = Take(ref inside);
        var contribution = Take(ref inside);
        var signature = Take(ref inside);
        Assert.Equal(inside, Hmac384.Of(Hkdf384.Expand(_hs, 48, "mac R", _th), identity, contribution, signature));
        Assert.True(responder.Verify("R", Fields.Join(_th, identity, contribution), signature));
        _th = Hash384.Continue(_th, identity, contribution, signature, inside);
        var theirs = settings.Key.TryDecrypt(contribution)!;
        var ours = RandomNumberGenerator.GetBytes(32);
        var sealedOurs = Contribution ?? (SealContributionFor ?? responder).Encrypt(ours, settings.Random);
        _th = Hash384.Continue(_th, sealedOurs);
        _master = Hkdf384.Extract(Hkdf384.Expand(_hs, 48, "derived", _th), [.. ours, .. theirs]);
        var finished = Hmac384.Of(Hkdf384.Expand(_master, 48, "finished I"), _th);
        _th = Hash384.Continue(_th, finished);
        return Seal(5, 1, [], [.. U16(sealedOurs.Length), .. sealedOurs, .. finished]);
    }

    /// <summary>The transcript hash and the first secret of a channel.</summary>
    public (byte[] Transcript, byte[] ChannelSecret) Complete(byte[] m6, byte direction, byte channel)
    {
        var finished = Open(m6, 1);
        Assert.Equal(finished, Hmac384.Of(Hkdf384.Expand(_master, 48, "finished R"), _th));
        _th = Hash384.Continue(_th, finished);
        return (_th, Hkdf384.Expand(_master, 48, "channel", new[] { direction }, new byte[] { 0, 0, 0, channel }, _th));
    }

    public void Dispose() => _share.Dispose();

    private static byte[] Take(ref byte[] rest)
    {
        var length = BinaryPrimitives.ReadUInt16BigEndian(rest);
        var field = rest[2..(2 + length)];
        rest = rest[(2 + length)..];
        return field;
    }

    private static byte[] U16(int value) => [(byte)(value >> 8), (byte)value];

    private static byte[] Nonce(byte[] keyAndIv, byte number)
    {
        var nonce = keyAndIv[32..];
        nonce[11] ^= number;
        return nonce;
    }

    private byte[] Header(byte number, int length) =>
        [settings.Context.Profile == HandshakeProfile.Link ? (byte)0x01 : (byte)0x11, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, number, .. U16(length)];

    private byte[] Seal(byte number, byte sequence, byte[] clear, byte[] inside)
    {
        byte[] front = [.. Header(number, clear.Length + inside.Length + 16), .. clear];
        using var aes = new AesGcm(_sendKey.AsSpan(0, 32), 16);
        var text = new byte[inside.Length];
        var tag = new byte[16];
        aes.Encrypt(Nonce(_sendKey, sequence), inside, text, tag, front);
        return [.. front, .. text, .. tag];
    }

    private byte[] Open(byte[] record, byte sequence)
    {
        using var aes = new AesGcm(_receiveKey.AsSpan(0, 32), 16);
        var inside = new byte[record.Length - 19 - 16];
        aes.Decrypt(Nonce(_receiveKey, sequence), record.AsSpan(19, inside.Length), record.AsSpan(19 + inside.Length), inside, record.AsSpan(0, 19));
        return inside;
    }
}
