using System.Text.RegularExpressions;
using Mono.Cecil;

namespace Orchestrator.Mutants;

/// <summary>How the page names a method, and which one it is.</summary>
internal sealed partial record MethodName(string Assembly, string Type, string Method, string? Parameters, string? Value)
{
    /// <exception cref="TableException">Not of the form.</exception>
    public static MethodName Parse(string text)
    {
        var match = Form().Match(text);
        if (!match.Success)
            throw new TableException($"\"{text}\" isn't Assembly!Namespace.Type.Method, with (parameters) and => value where needed.");
        string? Optional(string group) => match.Groups[group].Success ? match.Groups[group].Value.Trim() : null;
        return new MethodName(match.Groups["assembly"].Value, match.Groups["type"].Value, match.Groups["method"].Value, Optional("parameters"), Optional("value"));
    }

    /// <summary>The one method of that name.</summary>
    /// <exception cref="TableException">None or several.</exception>
    public MethodDefinition In(ModuleDefinition module)
    {
        var type = module.GetTypes().FirstOrDefault(type => Plain(type.FullName) == Type) ?? throw new TableException($"{Assembly} has no type {Type}.");
        var found = type.Methods.Where(method => method.Name == Method && (Parameters is null || Fits(method))).ToArray();
        return found switch
        {
            [var one] when one.HasBody => one,
            [_] => throw new TableException($"{Type}.{Method} has no body."),
            [] => throw new TableException($"{Type} has no method {Method}{(Parameters is null ? "" : $"({Parameters})")}."),
            _ => throw new TableException($"{Type} has {found.Length} methods {Method}: say which by its number of parameters or their types, as {Method}({string.Join(", ", found[0].Parameters.Select(Simple))})."),
        };
    }

    private bool Fits(MethodDefinition method) =>
        int.TryParse(Parameters, out var count)
            ? method.Parameters.Count == count
            : method.Parameters.Select(Simple).SequenceEqual(Parameters!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private static string Simple(ParameterDefinition parameter) => parameter.ParameterType.Name.TrimEnd('&').Split('`')[0];

    /// <summary>Nested types and generic ones as people write them.</summary>
    private static string Plain(string fullName) => Arity().Replace(fullName.Replace('/', '.'), "");

    [GeneratedRegex(@"^(?<assembly>[\w.]+)!(?<type>[\w.]+)\.(?<method>\w+)(\((?<parameters>[^)]*)\))?(\s*=>\s*(?<value>.+))?$")]
    private static partial Regex Form();

    [GeneratedRegex("`[0-9]+")]
    private static partial Regex Arity();
}
