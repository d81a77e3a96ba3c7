using Orchestrator.Abstractions;
using Orchestrator.Plugins.Capture.X11.Connection;
using Orchestrator.Plugins.Capture.X11.Native;

namespace Orchestrator.Plugins.Capture.X11.Input;

/// <summary>
/// Keys by keysym. Modifiers that are held stay held; where a keysym needs another level, Shift or AltGr changes for the
/// moment of the press and changes back.
/// </summary>
internal sealed class Keyboard
{
    private readonly XLink link;
    private readonly XtestDevice device;
    private readonly SpareKeys spares;
    private readonly List<(uint Keysym, byte Code)> held = [];
    private KeyboardMap map;

    public Keyboard(XLink link, XtestDevice device, KeyboardMap map, TimeProvider time)
    {
        this.link = link;
        this.device = device;
        this.map = map;
        spares = new SpareKeys(link, map, time);
    }

    /// <summary>How long borrowed keys must stay as they are, so that the last characters aren't lost.</summary>
    public TimeSpan RestOfLookUp => spares.RestOfLookUp;

    /// <summary>Presses or releases a key.</summary>
    public InjectResult Play(uint keysym, bool down)
    {
        keysym = Keysyms.Normalise(keysym);
        if (keysym == Keysyms.None)
            return InjectResult.UnknownKey;
        FollowMapping();
        return down ? Press(keysym) : Release(keysym);
    }

    /// <summary>Releases every key pressed here, the last one first.</summary>
    public void ReleaseAll()
    {
        for (var last = held.Count - 1; last >= 0; last--)
            device.Key(held[last].Code, false);
        held.Clear();
    }

    /// <summary>Gives borrowed keys back; all keys must be released.</summary>
    public void ReturnSpares()
    {
        FollowMapping();
        spares.ReturnAll(map);
    }

    private InjectResult Press(uint keysym)
    {
        // Viewers repeat a held key; the X server repeats it by itself.
        if (held.Any(key => key.Keysym == keysym))
            return InjectResult.Injected;
        if (ReadState() is not { } state)
            return InjectResult.Unavailable;
        var stroke = map.Find(keysym, state) ?? Borrow(keysym, state);
        if (stroke is not { } found)
            return link.IsDead ? InjectResult.Unavailable : InjectResult.UnknownKey;
        ReleaseCode(found.Code);
        if (Keysyms.IsModifier(keysym))
            device.Key(found.Code, true);
        else
            PressAtLevel(found, state);
        held.Add((keysym, found.Code));
        spares.Touch(found.Code);
        return InjectResult.Injected;
    }

    private void PressAtLevel(Stroke stroke, ModifierState state)
    {
        var changes = new List<(byte Code, bool Down)>();
        if (stroke.Shift is { } shift && shift != state.Shift)
            changes.AddRange(Change(shift, map.ShiftCodes));
        if (stroke.Level3 is { } level3 && level3 != state.Level3 && map.Level3Code is not 0 and var code)
            changes.AddRange(Change(level3, [code]));
        if (stroke.WithoutCapsLock)
            Toggle(map.CapsLockCode);
        foreach (var change in changes)
            device.Key(change.Code, change.Down);
        device.Key(stroke.Code, true);
        foreach (var change in Enumerable.Reverse(changes))
            device.Key(change.Code, !change.Down);
        if (stroke.WithoutCapsLock)
            Toggle(map.CapsLockCode);
    }

    private void Toggle(byte code)
    {
        device.Key(code, true);
        device.Key(code, false);
    }

    /// <summary>What to press, or, to be without the modifier, which of its keys that are down to let go.</summary>
    private IEnumerable<(byte Code, bool Down)> Change(bool on, IEnumerable<byte> codes) =>
        on ? codes.Take(1).Select(code => (code, true)) : device.Held(codes).Select(code => (code, false));

    private InjectResult Release(uint keysym)
    {
        // "A" pressed, Shift released, "a" released: the same key, so the key counts, not the keysym.
        var at = held.FindIndex(key => key.Keysym == keysym);
        if (at < 0)
            at = held.FindIndex(key => map.Shows(key.Code, keysym));
        if (at < 0)
            return InjectResult.Injected;
        device.Key(held[at].Code, false);
        held.RemoveAt(at);
        return InjectResult.Injected;
    }

    private void ReleaseCode(byte code)
    {
        var at = held.FindIndex(key => key.Code == code);
        if (at < 0)
            return;
        device.Key(code, false);
        held.RemoveAt(at);
    }

    private Stroke? Borrow(uint keysym, ModifierState state)
    {
        if (!spares.TryLend(keysym, map, code => held.Any(key => key.Code == code)))
            return null;
        map = KeyboardMap.Read(link) ?? map;
        return map.Find(keysym, state);
    }

    private ModifierState? ReadState() =>
        link.Wait<PointerReply>(Xcb.QueryPointer(link.Connection, link.Root)) is { } pointer ? map.StateOf(pointer.Mask) : null;

    /// <summary>Takes what the server told meanwhile; only a new keyboard mapping matters.</summary>
    private unsafe void FollowMapping()
    {
        var stale = false;
        for (var content = Xcb.PollForEvent(link.Connection); content is not null; content = Xcb.PollForEvent(link.Connection))
        {
            stale |= EventCode.Of(new ReadOnlySpan<byte>(content, 32)) == EventCode.MappingNotify;
            Libc.Free(content);
        }

        if (stale)
            map = KeyboardMap.Read(link) ?? map;
    }
}
