using System.Collections.Frozen;
using System.Globalization;
using Jint;
using Jint.Runtime;

namespace Orchestrator.Pac.Sandbox;

/// <summary>
/// An engine that knows the language and nothing of the host: no classes of the platform, no code from texts, no modules; of the global names only those
/// of a list.
/// </summary>
internal static class PacEngine
{
    /// <summary>What a script of browsers' first twenty years can rest on, and no more: what isn't named here is deleted.</summary>
    private static readonly FrozenSet<string> Known = new[]
    {
        "Array", "Boolean", "Date", "Error", "EvalError", "Function", "Infinity", "JSON", "Map", "Math", "NaN", "Number", "Object", "RangeError", "ReferenceError", "Reflect",
        "RegExp", "Set", "String", "Symbol", "SyntaxError", "TypeError", "URIError", "WeakMap", "WeakSet", "decodeURI", "decodeURIComponent", "encodeURI", "encodeURIComponent",
        "escape", "globalThis", "isFinite", "isNaN", "parseFloat", "parseInt", "undefined", "unescape",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>A new one, without the functions of PAC files.</summary>
    public static Engine Create(PacBudget budget, TimeProvider time)
    {
        var engine = new Engine(options =>
        {
            options.Constraint(budget);
            options.LimitRecursion(PacLimits.Recursion);
            options.MaxArraySize(PacLimits.ArrayLength);
            options.RegexTimeoutInterval(PacLimits.Time);
            options.DisableStringCompilation();
            options.Culture(CultureInfo.InvariantCulture);
            options.TimeSystem = new PacClock(time);
            options.Constraints.StackOverflowGuard = true;
            options.Constraints.PromiseTimeout = PacLimits.Time;
            options.AgentCanSuspend = false;
        });
        new PacGuards(engine, budget).Put();
        foreach (var key in engine.Global.GetOwnPropertyKeys(Types.String))
        {
            if (!Known.Contains(key.ToString()))
                engine.Global.Delete(key);
        }

        return engine;
    }
}
