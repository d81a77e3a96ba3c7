using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Protocol;

/// <summary>
/// The transcript and the secrets of one handshake, the same at both ends: th0, th2, th3c, th3, th4, th5c, th5, th6 in this order, and what is derived at each point.
/// Disposing zeroes what is secret.
/// </summary>
internal sealed class HandshakeSchedule : IDisposable
{
    private byte[] _th;
    private byte[] _hs = [];
    private byte[] _master = [];

    public HandshakeSchedule(HandshakeContext context)
    {
        _th = Hash384.Of("th0", Encoding.ASCII.GetBytes(context.Profile.Name()), context.Bytes.Memory);
    }

    /// <summary>The transcript hash as it stands.</summary>
    public ReadOnlyMemory<byte> Transcript => _th;

    public string Sas { get; private set; } = "";

    public HandshakeSeal InitiatorSeal { get; private set; } = null!;

    public HandshakeSeal ResponderSeal { get; private set; } = null!;

    public static byte[] Commit(ReadOnlyMemory<byte> keyShare, ReadOnlyMemory<byte> opening) => Hash384.Of("commit", keyShare, opening);

    /// <summary>A transcript hash with more fields, without taking it over.</summary>
    public byte[] With(params ReadOnlySpan<ReadOnlyMemory<byte>> fields) => Hash384.Continue(_th, fields);

    /// <summary>Takes fields into the transcript.</summary>
    public void Absorb(params ReadOnlySpan<ReadOnlyMemory<byte>> fields) => _th = With(fields);

    /// <summary>After M1, M2 and M3's clear fields: SAS, handshake secret, seals. th0 is the salt, so another context gives other keys.</summary>
    public void Agree(
        ReadOnlySpan<byte> th0, ReadOnlySpan<byte> x25519, ReadOnlySpan<byte> mlkem, ReadOnlyMemory<byte> keyShare, ReadOnlyMemory<byte> opening, ReadOnlyMemory<byte> ciphertext)
    {
        Sas = DeriveSas(With(keyShare, opening), x25519);
        Absorb(keyShare, opening, ciphertext);
        Span<byte> both = stackalloc byte[X25519Key.Size + MlKem768.SecretSize];
        x25519.CopyTo(both);
        mlkem.CopyTo(both[X25519Key.Size..]);
        _hs = Hkdf384.Extract(th0, both);
        CryptographicOperations.ZeroMemory(both);
        InitiatorSeal = new HandshakeSeal(Key(HandshakeSeal.KeyMaterial, "hs I>R"));
        ResponderSeal = new HandshakeSeal(Key(HandshakeSeal.KeyMaterial, "hs R>I"));
    }

    /// <summary>The MAC over a proof's fields, keyed at the point of the transcript before them.</summary>
    public byte[] ProofMac(string label, params ReadOnlySpan<ReadOnlyMemory<byte>> fields)
    {
        var key = Key(Hmac384.Size, label);
        var mac = Hmac384.Of(key, fields);
        CryptographicOperations.ZeroMemory(key);
        return mac;
    }

    /// <summary>After M5's contribution: the master secret. Zeroes both contributions.</summary>
    public void DeriveMaster(Span<byte> initiatorContribution, Span<byte> responderContribution)
    {
        var salt = Key(Hkdf384.PrkSize, "derived");
        byte[] both = [.. initiatorContribution, .. responderContribution];
        _master = Hkdf384.Extract(salt, both);
        CryptographicOperations.ZeroMemory(both);
        CryptographicOperations.ZeroMemory(salt);
        CryptographicOperations.ZeroMemory(initiatorContribution);
        CryptographicOperations.ZeroMemory(responderContribution);
    }

    /// <summary>HMAC of the transcript under a key of the master secret.</summary>
    public byte[] FinishedMac(string label)
    {
        var key = Hkdf384.Expand(_master, Hmac384.Size, label);
        var mac = Hmac384.Of(key, _th);
        CryptographicOperations.ZeroMemory(key);
        return mac;
    }

    /// <summary>Hands the master secret over.</summary>
    public MasterSecret TakeMaster()
    {
        var master = new MasterSecret(_master);
        _master = [];
        return master;
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_hs);
        CryptographicOperations.ZeroMemory(_master);
        InitiatorSeal?.Dispose();
        ResponderSeal?.Dispose();
    }

    /// <summary>First 8 bytes of HKDF-Expand(HKDF-Extract(H(th2, xI, nI'), x25519), "sas"), big-endian, modulo a million.</summary>
    internal static string DeriveSas(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> x25519)
    {
        var prk = Hkdf384.Extract(salt, x25519);
        Span<byte> bytes = stackalloc byte[8];
        Hkdf384.Expand(prk, bytes, "sas");
        CryptographicOperations.ZeroMemory(prk);
        return (BinaryPrimitives.ReadUInt64BigEndian(bytes) % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private byte[] Key(int size, string label) => Hkdf384.Expand(_hs, size, label, _th);
}
