using System.Buffers.Binary;

namespace Orchestrator.BadPlugins;

/// <summary>The head of an ELF shared object (System V ABI, chapter 4) for a machine that runs none of our programs: big-endian 32-bit SPARC.</summary>
internal static class ForeignLibrary
{
    /// <summary>As the runtime looks for it on Linux.</summary>
    public const string FileName = "liborchestrator-test-foreign.so";

    private const int HeaderBytes = 52;
    private const byte Class32 = 1;
    private const byte BigEndian = 2;
    private const ushort SharedObject = 3;
    private const ushort Sparc = 2;

    /// <summary>The file, one page long.</summary>
    public static byte[] Bytes()
    {
        var file = new byte[4096];
        "\u007fELF"u8.CopyTo(file);
        (file[4], file[5], file[6]) = (Class32, BigEndian, 1);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(16), SharedObject);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(18), Sparc);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(20), 1);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(40), HeaderBytes);
        return file;
    }
}
