using System.Collections.Frozen;
using System.Reflection;
using System.Reflection.Emit;

namespace Orchestrator.Architecture.Assemblies;

/// <summary>Walks through the instructions of a method body.</summary>
internal static class Instructions
{
    private static readonly FrozenDictionary<short, OpCode> Known = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToFrozenDictionary(code => code.Value);

    /// <summary>Indices of the arguments that a body reads, as loads or addresses.</summary>
    public static IEnumerable<int> ArgumentsRead(byte[] body)
    {
        for (var at = 0; at < body.Length;)
        {
            var code = CodeAt(body, ref at);
            var operand = at;
            at += OperandSize(code, body, at);
            if (code == OpCodes.Ldarg_0 || code == OpCodes.Ldarg_1 || code == OpCodes.Ldarg_2 || code == OpCodes.Ldarg_3)
                yield return code.Value - OpCodes.Ldarg_0.Value;
            else if (code == OpCodes.Ldarg_S || code == OpCodes.Ldarga_S)
                yield return body[operand];
            else if (code == OpCodes.Ldarg || code == OpCodes.Ldarga)
                yield return BitConverter.ToUInt16(body, operand);
        }
    }

    /// <summary>Metadata tokens of the methods that a body calls, makes or hands on.</summary>
    public static IEnumerable<int> MethodsNamed(byte[] body)
    {
        for (var at = 0; at < body.Length;)
        {
            var code = CodeAt(body, ref at);
            var operand = at;
            at += OperandSize(code, body, at);
            if (code.OperandType is OperandType.InlineMethod or OperandType.InlineTok)
                yield return BitConverter.ToInt32(body, operand);
        }
    }

    private static OpCode CodeAt(byte[] body, ref int at)
    {
        var first = body[at++];
        return Known[first == 0xFE ? unchecked((short)(0xFE00 | body[at++])) : first];
    }

    private static int OperandSize(OpCode code, byte[] body, int at) => code.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(body, at)),
        _ => 4,
    };
}
