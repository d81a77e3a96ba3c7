using System.Buffers.Binary;
using System.Numerics;

namespace Orchestrator.Testbed.SimulatedNetwork.Servers;

/// <summary>MD4 (RFC 1320), which NTLM's password hash is and which the platform no longer has. For the simulated proxy alone.</summary>
internal static class Md4
{
    /// <summary>16 bytes.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> message)
    {
        var padded = new byte[(message.Length + 8) / 64 * 64 + 64];
        message.CopyTo(padded);
        padded[message.Length] = 0x80;
        BinaryPrimitives.WriteUInt64LittleEndian(padded.AsSpan(padded.Length - 8), (ulong)message.Length * 8);
        uint[] state = [0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476];
        var block = new uint[16];
        for (var at = 0; at < padded.Length; at += 64)
        {
            for (var i = 0; i < 16; i++)
                block[i] = BinaryPrimitives.ReadUInt32LittleEndian(padded.AsSpan(at + (i * 4)));
            Mix(state, block);
        }

        var hash = new byte[16];
        for (var i = 0; i < 4; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(hash.AsSpan(i * 4), state[i]);
        return hash;
    }

    private static void Mix(uint[] state, uint[] block)
    {
        var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
        for (var step = 0; step < 48; step++)
        {
            var (round, at) = (step / 16, step % 16);
            var (mixed, word, shift) = round switch
            {
                0 => ((b & c) | (~b & d), at, (at % 4) switch { 0 => 3, 1 => 7, 2 => 11, _ => 19 }),
                1 => (((b & c) | (b & d) | (c & d)) + 0x5A827999, (at % 4 * 4) + (at / 4), (at % 4) switch { 0 => 3, 1 => 5, 2 => 9, _ => 13 }),
                _ => ((b ^ c ^ d) + 0x6ED9EBA1, Third[at], (at % 4) switch { 0 => 3, 1 => 9, 2 => 11, _ => 15 }),
            };
            (a, b, c, d) = (d, BitOperations.RotateLeft(a + mixed + block[word], shift), b, c);
        }

        (state[0], state[1], state[2], state[3]) = (state[0] + a, state[1] + b, state[2] + c, state[3] + d);
    }

    private static readonly int[] Third = [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15];
}
