using Orchestrator.Plugins.Capture.X11.Connection;
using Orchestrator.Plugins.Capture.X11.Native;

namespace Orchestrator.Plugins.Capture.X11.Input;

/// <summary>
/// Keys without a meaning, lent to keysyms outside the layout. The one that was used longest ago is lent next, because a
/// program may still look up what an earlier press meant; all of them are emptied again at the end.
/// </summary>
internal sealed unsafe class SpareKeys
{
    /// <summary>
    /// A program looks up what a key means when it handles the press, not when the key was pressed; a lent key keeps its
    /// meaning for this long after its last use.
    /// </summary>
    public static readonly TimeSpan LookUpTime = TimeSpan.FromMilliseconds(200);

    /// <summary>Plain and shifted, in both layouts.</summary>
    private const int Places = 4;

    private readonly XLink link;
    private readonly TimeProvider time;
    private readonly LinkedList<byte> leastRecentFirst;
    private readonly Dictionary<byte, (uint Lower, long Used)> lent = [];

    public SpareKeys(XLink link, KeyboardMap map, TimeProvider time)
    {
        this.link = link;
        this.time = time;
        leastRecentFirst = new LinkedList<byte>(map.Codes.Where(map.IsSpare));
    }

    /// <summary>How long the keys that are lent must keep their meaning from now on; zero when none is lent.</summary>
    public TimeSpan RestOfLookUp => lent.Count == 0 ? TimeSpan.Zero : lent.Values.Max(key => Rest(key.Used));

    /// <summary>Gives a keysym, and the other case of it, to a spare key; false when there is none to give.</summary>
    /// <param name="keysym">Normalised.</param>
    /// <param name="map">The mapping of this moment: a key that somebody else filled is left alone.</param>
    /// <param name="isHeld">Keys that are down can't change their meaning.</param>
    public bool TryLend(uint keysym, KeyboardMap map, Func<byte, bool> isHeld)
    {
        if (!Keysyms.MayBeBorrowed(keysym))
            return false;
        for (var node = leastRecentFirst.First; node is not null; node = node.Next)
        {
            var code = node.Value;
            if (isHeld(code) || !(map.IsSpare(code) || IsStillLent(code, map)))
                continue;
            var (lower, upper) = Keysyms.Cases(keysym);
            WaitForLookUp(code);
            Write(code, lower, upper);
            lent[code] = (lower, time.GetTimestamp());
            leastRecentFirst.Remove(node);
            leastRecentFirst.AddLast(node);
            return true;
        }

        return false;
    }

    /// <summary>Notes that a key was used, so that it is lent to another keysym last.</summary>
    public void Touch(byte code)
    {
        if (!lent.TryGetValue(code, out var key) || !leastRecentFirst.Remove(code))
            return;
        leastRecentFirst.AddLast(code);
        lent[code] = (key.Lower, time.GetTimestamp());
    }

    /// <summary>Empties the keys that still have the meaning given here.</summary>
    public void ReturnAll(KeyboardMap map)
    {
        foreach (var code in lent.Keys.Where(code => IsStillLent(code, map)))
            Write(code, Keysyms.None, Keysyms.None);
        lent.Clear();
    }

    private bool IsStillLent(byte code, KeyboardMap map) => lent.TryGetValue(code, out var key) && map.Symbol(code, 0) == key.Lower;

    private TimeSpan Rest(long used)
    {
        var rest = LookUpTime - time.GetElapsedTime(used);
        return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
    }

    /// <summary>
    /// Only text with more different foreign letters than there are spare keys, faster than anybody types, comes to a wait here;
    /// without it such text arrives garbled.
    /// </summary>
    private void WaitForLookUp(byte code)
    {
        if (!lent.TryGetValue(code, out var key) || Rest(key.Used) is var rest && rest == TimeSpan.Zero)
            return;
        link.Flush();
        using var never = new ManualResetEventSlim();
        never.Wait(rest);
    }

    private void Write(byte code, uint plain, uint shifted)
    {
        var symbols = stackalloc uint[Places] { plain, shifted, plain, shifted };
        Xcb.ChangeKeyboardMapping(link.Connection, 1, code, Places, symbols);
    }
}
