using System.Globalization;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.QuickSupport.Composition;

/// <summary>Draws decimal digits, each number equally likely.</summary>
internal static class PinDrawing
{
    /// <summary>A number of exactly so many digits, leading zeros included.</summary>
    public static string Draw(IRandomSource random, int digits)
    {
        var below = (uint)Math.Pow(10, digits);
        var fair = uint.MaxValue - (uint.MaxValue % below);
        var bytes = new byte[4];
        uint number;
        do
        {
            random.Fill(bytes);
            number = BitConverter.ToUInt32(bytes);
        }
        while (number >= fair);
        return (number % below).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }
}
