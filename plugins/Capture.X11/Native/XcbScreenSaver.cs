using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Orchestrator.Plugins.Capture.X11.Native;

/// <summary>The MIT-SCREEN-SAVER extension, by its own bytes over libxcb's core: so no further library must be there.</summary>
internal static unsafe partial class XcbScreenSaver
{
    public const string Extension = "MIT-SCREEN-SAVER";

    /// <summary>Number of its only event, counted from the extension's first; its second byte is the state.</summary>
    public const byte Notify = 0;

    public const byte Off = 0;
    public const byte On = 1;
    public const byte Cycle = 2;

    private const string Library = "libxcb.so.1";
    private const byte QueryInfoRequest = 1;
    private const byte SelectInputRequest = 2;
    private const uint NotifyEvents = 1;
    private const uint CycleEvents = 2;

    // XCB writes before the vector that it is given: two places must be there.
    private const int Spare = 2;

    /// <summary>The second byte of the reply is the state.</summary>
    public static uint QueryInfo(XcbConnection connection, byte opcode, uint drawable)
    {
        var request = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(new Span<byte>(request + 4, 4), drawable);
        return Send(connection, opcode, QueryInfoRequest, request, 8, isVoid: false);
    }

    /// <summary>Asks for the events.</summary>
    public static void SelectInput(XcbConnection connection, byte opcode, uint drawable)
    {
        var request = stackalloc byte[12];
        BinaryPrimitives.WriteUInt32LittleEndian(new Span<byte>(request + 4, 4), drawable);
        BinaryPrimitives.WriteUInt32LittleEndian(new Span<byte>(request + 8, 4), NotifyEvents | CycleEvents);
        Send(connection, opcode, SelectInputRequest, request, 12, isVoid: true);
    }

    private static uint Send(XcbConnection connection, byte opcode, byte minor, byte* request, nuint length, bool isVoid)
    {
        request[1] = minor;
        var vector = stackalloc IoVector[Spare + 1];
        vector[Spare] = new IoVector { Start = request, Length = length };
        var kind = new ProtocolRequest { Count = 1, Opcode = opcode, IsVoid = isVoid ? (byte)1 : (byte)0 };
        return SendRequest(connection, 0, vector + Spare, &kind);
    }

    [LibraryImport(Library, EntryPoint = "xcb_send_request")]
    private static partial uint SendRequest(XcbConnection connection, int flags, IoVector* vector, ProtocolRequest* request);

    private struct IoVector
    {
        public byte* Start;
        public nuint Length;
    }

    // Without an extension of XCB's own the opcode is the extension's number, and the caller writes the second byte.
    private struct ProtocolRequest
    {
        public nuint Count;
        public nint Extension;
        public byte Opcode;
        public byte IsVoid;
    }
}
