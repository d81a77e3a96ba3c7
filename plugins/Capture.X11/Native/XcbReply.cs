namespace Orchestrator.Plugins.Capture.X11.Native;

/// <summary>A reply or event that XCB allocated: its bytes until disposal. None when the server answered with an error or died.</summary>
internal readonly unsafe ref struct XcbReply
{
    /// <summary>Fixed part of each reply; its second word counts the 4-byte units that follow.</summary>
    private const int FixedSize = 32;

    private readonly byte* memory;

    public XcbReply(byte* memory) => this.memory = memory;

    public bool IsNone => memory is null;

    public ReadOnlySpan<byte> Bytes => memory is null ? [] : new(memory, FixedSize + (*(int*)(memory + 4) * 4));

    /// <summary>What follows the fixed part.</summary>
    public ReadOnlySpan<byte> Tail => memory is null ? [] : Bytes[FixedSize..];

    public void Dispose() => Libc.Free(memory);
}
