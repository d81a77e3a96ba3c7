using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Native.Symbol;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;

namespace Orchestrator.Pac.Sandbox;

/// <summary>
/// The engine reads its bounds between statements. A few built-in functions could fill the memory within one: their arguments are judged first, and
/// handed on as they were judged.
/// </summary>
internal sealed class PacGuards(Engine engine, PacBudget budget)
{
    // Apply and construct are asked for at once: what a script does to Reflect later doesn't matter.
    private const string Watched = """
        (function (real, judge) {
            'use strict';
            var apply = Reflect.apply, construct = Reflect.construct;
            return new Proxy(real, {
                apply: function (target, self, given) { return apply(target, self, [judge(given[0]), given[1]]); },
                construct: function (target, given, made) { return construct(target, [judge(given[0]), given[1]], made); }
            });
        })
        """;

    private delegate JsValue[] Judge(JsValue self, JsValue[] given);

    /// <summary>Puts them into a new engine.</summary>
    public void Put()
    {
        var text = Prototype("String");
        Guard(text, "repeat", (self, given) => [Times(self, given, product: true), .. given.Skip(1)]);
        Guard(text, "padStart", (self, given) => [Times(self, given, product: false), .. given.Skip(1)]);
        Guard(text, "padEnd", (self, given) => [Times(self, given, product: false), .. given.Skip(1)]);
        Guard(text, "replace", Replaced);
        Guard(text, "replaceAll", Replaced);
        Guard(Prototype("RegExp"), GlobalSymbolRegistry.Replace, (_, given) => [Text(given, 0), .. Replaced(Text(given, 0), given).Skip(1)]);
        Guard(text, "concat", (self, given) => Summed(self, given));
        foreach (var name in (string[])["match", "matchAll", "search"])
            Guard(text, name, (_, given) => [Pattern(At(given, 0)), .. given.Skip(1)]);
        foreach (var name in (string[])["encodeURI", "encodeURIComponent", "decodeURI", "decodeURIComponent", "escape", "unescape"])
            Guard(engine.Global, name, (_, given) => [Bounded(Text(given, 0))]);
        Guard(Prototype("Array"), "join", Joined);
        Prototype("Array").Delete("toLocaleString");
        engine.Global.Get("JSON").AsObject().Delete("stringify");
        GuardPatterns();
    }

    private void GuardPatterns()
    {
        var real = engine.Global.Get("RegExp").AsObject();
        var judge = new ClrFunction(engine, "judge", (_, given) => Pattern(At([.. given], 0)));
        var watched = engine.Call(engine.Evaluate(Watched), real, judge);
        var prototype = Prototype("RegExp");
        prototype.Delete("compile");
        prototype.FastSetProperty("constructor", Hidden(watched));
        engine.Global.FastSetProperty("RegExp", Hidden(watched));
    }

    private void Guard(ObjectInstance owner, JsValue name, Judge judge)
    {
        var real = owner.Get(name);
        owner.FastSetProperty(name, Hidden(new ClrFunction(engine, name.ToString(), (self, given) =>
        {
            budget.Check();
            return engine.Call(real, self, judge(self, [.. given]));
        })));
    }

    private ObjectInstance Prototype(string of) => engine.Global.Get(of).AsObject().Get("prototype").AsObject();

    private static JsNumber Times(JsValue self, JsValue[] given, bool product)
    {
        var times = TypeConverter.ToNumber(At(given, 0));
        Multiplied(product ? Text(self).Length : 1, times);
        return JsNumber.Create(times);
    }

    private static JsValue[] Replaced(JsValue self, JsValue[] given)
    {
        var pattern = At(given, 0) is JsString sought ? Bounded(sought) : At(given, 0);
        if (At(given, 1) is ObjectInstance function)
            return [pattern, function];
        var length = Text(self).Length;
        var by = Text(given, 1);
        var copies = by.ToString().IndexOfAny(['`', '\'']) >= 0 ? length : 1;
        Multiplied(length, (double)copies * Math.Max(1, by.Length));
        return [pattern, by];
    }

    private static JsValue[] Joined(JsValue self, JsValue[] given)
    {
        var separator = At(given, 0).IsUndefined() ? new JsString(",") : Text(given, 0);
        if (self is JsArray list)
        {
            Multiplied(list.Length, Math.Max(1, separator.Length));
            Summed(separator, list.Select(one => one is JsString ? one : JsValue.Undefined));
        }

        return [separator];
    }

    private static JsValue[] Summed(JsValue self, IEnumerable<JsValue> given)
    {
        long characters = self is JsString text ? text.Length : 1;
        JsValue[] all = [.. given];
        foreach (var one in all)
            characters += one is JsString more ? more.Length : 1;
        Multiplied(characters, 1);
        return all;
    }

    private static JsValue Pattern(JsValue given)
    {
        if (given is ObjectInstance || given.IsUndefined())
            return given;
        var text = Text(given);
        return text.Length <= PacLimits.Pattern ? text : throw PacFailures.Limit($"a regular expression is longer than {PacLimits.Pattern} characters");
    }

    private static JsString Bounded(JsString text)
    {
        Multiplied(text.Length, 1);
        return text;
    }

    private static void Multiplied(double length, double times)
    {
        if (length * times > PacLimits.Text)
            throw PacFailures.Limit($"it made a text of more than {PacLimits.Text >> 10} Ki characters");
    }

    private static JsString Text(JsValue value) => value as JsString ?? new JsString(TypeConverter.ToString(value));

    private static JsString Text(JsValue[] given, int index) => Text(At(given, index));

    private static JsValue At(JsValue[] given, int index) => index < given.Length ? given[index] : JsValue.Undefined;

    private static PropertyDescriptor Hidden(JsValue value) => new(value, writable: true, enumerable: false, configurable: true);
}
