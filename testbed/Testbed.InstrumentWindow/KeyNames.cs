using System.Runtime.InteropServices;
using Orchestrator.Testbed.InstrumentWindow.Native;

namespace Orchestrator.Testbed.InstrumentWindow;

/// <summary>The keyboard's table from key code and Shift to keysym.</summary>
internal sealed unsafe class KeyNames
{
    private const int FirstCode = 8;
    private const int LastCode = 255;
    private const int ReplyHead = 32;
    private const ushort Shift = 1;
    private const ushort CapsLock = 2;

    private readonly uint[] _symbols;
    private readonly int _perCode;

    private KeyNames(uint[] symbols, int perCode)
    {
        _symbols = symbols;
        _perCode = perCode;
    }

    internal static KeyNames Read(nint connection)
    {
        var setup = Xcb.GetSetup(connection);
        var (first, last) = (setup[34], setup[35]);
        var reply = Xcb.GetKeyboardMappingReply(connection, Xcb.GetKeyboardMapping(connection, first, (byte)(last - first + 1)), 0);
        if (reply is null)
            return new KeyNames([], 0);
        var perCode = reply[1];
        var symbols = new uint[(LastCode + 1) * perCode];
        MemoryMarshal.Cast<byte, uint>(new ReadOnlySpan<byte>(reply + ReplyHead, (last - first + 1) * perCode * 4)).CopyTo(symbols.AsSpan(Math.Max((int)first, FirstCode) * perCode));
        Xcb.Free(reply);
        return new KeyNames(symbols, perCode);
    }

    /// <summary>The keysym; 0 when the key has none.</summary>
    /// <param name="code">Key code of the event.</param>
    /// <param name="state">Modifiers of the event.</param>
    internal uint Find(byte code, ushort state)
    {
        if (_perCode == 0)
            return 0;
        var plain = _symbols[code * _perCode];
        var shifted = _perCode > 1 ? _symbols[(code * _perCode) + 1] : 0;
        var isLetter = plain is >= 'a' and <= 'z';
        var wantsUpper = (state & Shift) != 0 ^ (isLetter && (state & CapsLock) != 0);
        if (!wantsUpper)
            return plain;
        return shifted != 0 ? shifted : isLetter ? plain - 32 : plain;
    }
}
