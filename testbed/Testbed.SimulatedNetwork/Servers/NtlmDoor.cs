using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Testbed.Scenarios.Worlds;

namespace Orchestrator.Testbed.SimulatedNetwork.Servers;

/// <summary>
/// The verifying half of NTLMv2 (MS-NLMP): a challenge, and the check of the proof. No session security: a proxy doesn't use any, and no integrity check of
/// the three messages, which needs the session key.
/// </summary>
internal sealed class NtlmDoor
{
    private const uint Oem = 0x00000002;
    private const uint Negotiate = 1;
    private const uint Authenticate = 3;
    private const int ChallengeHead = 56;

    // Unicode, request target, NTLM, always sign, target is a domain, extended session security, target info, version, 128 bit, key exchange, 56 bit.
    private const uint Flags = 0x00000001 | 0x00000004 | 0x00000200 | 0x00008000 | 0x00010000 | 0x00080000 | 0x00800000 | 0x02000000 | 0x20000000 | 0x40000000 | 0x80000000;

    private readonly byte[] _challenge = RandomNumberGenerator.GetBytes(8);

    /// <summary>The challenge for the first message; null when it isn't one.</summary>
    public string? Answer(string message)
    {
        if (Read(message) is not { } first || TypeOf(first) != Negotiate)
            return null;
        var target = Encoding.Unicode.GetBytes(SiteNames.NtlmDomain);
        var info = TargetInfo(target);
        var answer = new byte[ChallengeHead + target.Length + info.Length];
        "NTLMSSP\0"u8.CopyTo(answer);
        BinaryPrimitives.WriteUInt32LittleEndian(answer.AsSpan(8), 2);
        WriteField(answer, 12, target.Length, ChallengeHead);

        // What the client offers is agreed to, as Samba does: some clients insist on signing although no proxy ever signs.
        BinaryPrimitives.WriteUInt32LittleEndian(answer.AsSpan(20), Flags | (BinaryPrimitives.ReadUInt32LittleEndian(first.AsSpan(12)) & ~Oem));
        _challenge.CopyTo(answer.AsSpan(24));
        WriteField(answer, 40, info.Length, ChallengeHead + target.Length);
        "\u0006\u0001\u0000\u0000\u0000\u0000\u0000\u000f"u8.CopyTo(answer.AsSpan(48));
        target.CopyTo(answer.AsSpan(ChallengeHead));
        info.CopyTo(answer.AsSpan(ChallengeHead + target.Length));
        return Convert.ToBase64String(answer);
    }

    /// <summary>Whether the last message proves the password for the challenge that was given.</summary>
    public bool Accepts(string message)
    {
        if (Read(message) is not { } last || TypeOf(last) != Authenticate)
            return false;
        var (proof, domain, user) = (Field(last, 20), Field(last, 28), Field(last, 36));
        if (proof.Length < 16 + 28 || !string.Equals(Encoding.Unicode.GetString(user), SiteNames.User, StringComparison.OrdinalIgnoreCase))
            return false;
        var hash = Md4.Hash(Encoding.Unicode.GetBytes(SiteNames.Password));
        var name = Encoding.Unicode.GetBytes(Encoding.Unicode.GetString(user).ToUpperInvariant() + Encoding.Unicode.GetString(domain));

        // The protocol's own hashes: nothing rests on them but the simulation of a proxy.
#pragma warning disable CA5351
        var key = HMACMD5.HashData(hash, name);
        var expected = HMACMD5.HashData(key, _challenge.Concat(proof.Skip(16)).ToArray());
#pragma warning restore CA5351
        return CryptographicOperations.FixedTimeEquals(expected, proof.AsSpan(0, 16));
    }

    /// <summary>Names of domain and computer, and the end; without a time stamp, so that no integrity check is asked for.</summary>
    private static byte[] TargetInfo(byte[] domain)
    {
        using var info = new MemoryStream();
        var head = new byte[4];
        foreach (var (id, value) in new (ushort, byte[])[] { (2, domain), (1, Encoding.Unicode.GetBytes("PROXY")), (0, []) })
        {
            BinaryPrimitives.WriteUInt16LittleEndian(head, id);
            BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(2), (ushort)value.Length);
            info.Write(head);
            info.Write(value);
        }

        return info.ToArray();
    }

    private static byte[]? Read(string message)
    {
        try
        {
            var bytes = Convert.FromBase64String(message);
            return bytes.Length >= 32 && bytes.AsSpan(0, 8).SequenceEqual("NTLMSSP\0"u8) ? bytes : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static uint TypeOf(byte[] message) => BinaryPrimitives.ReadUInt32LittleEndian(message.AsSpan(8));

    private static byte[] Field(byte[] message, int at)
    {
        if (message.Length < at + 8)
            return [];
        var length = BinaryPrimitives.ReadUInt16LittleEndian(message.AsSpan(at));
        var offset = BinaryPrimitives.ReadUInt32LittleEndian(message.AsSpan(at + 4));
        return offset + length <= message.Length ? message.AsSpan((int)offset, length).ToArray() : [];
    }

    private static void WriteField(byte[] message, int at, int length, int offset)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(at), (ushort)length);
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(at + 2), (ushort)length);
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(at + 4), (uint)offset);
    }
}
