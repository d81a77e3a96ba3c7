using System.Buffers.Binary;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace Orchestrator.PluginFolders;

/// <summary>
/// Tells a native library of this system's format that was made for another machine, by its head (System V ABI, chapter 4; PE/COFF, 3.3). The loader's own
/// words for it don't say so.
/// </summary>
internal static class NativeMachine
{
    private const int ElfHead = 20;
    private const byte Class64 = 2;
    private const byte LittleEndian = 1;

    /// <summary>What is wrong with it; null when it fits, or is for another system and nobody will ask for it.</summary>
    public static string? Objection(string file)
    {
        using var stream = File.OpenRead(file);
        var head = new byte[ElfHead];
        if (stream.ReadAtLeast(head, ElfHead, throwOnEndOfStream: false) < ElfHead)
            return null;
        if (head.AsSpan().StartsWith("\u007fELF"u8))
            return OperatingSystem.IsWindows() || (head[4] == Class64 && head[5] == LittleEndian && BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(18)) == ElfNumber()) ? null : Sentence(file);
        return OperatingSystem.IsWindows() && head.AsSpan().StartsWith("MZ"u8) && Machine(file) is { } machine && machine != PeNumber() ? Sentence(file) : null;
    }

    private static string Sentence(string file) =>
        $"{Path.GetFileName(file)} is a native library for another kind of machine than this one ({RuntimeInformation.ProcessArchitecture})";

    // An assembly without native code runs on every machine.
    private static Machine? Machine(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        return image.PEHeaders.CorHeader is null ? image.PEHeaders.CoffHeader.Machine : null;
    }

    private static int ElfNumber() => RuntimeInformation.ProcessArchitecture switch { Architecture.X64 => 62, Architecture.Arm64 => 183, _ => -1 };

    private static Machine PeNumber() => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? System.Reflection.PortableExecutable.Machine.Arm64 : System.Reflection.PortableExecutable.Machine.Amd64;
}
