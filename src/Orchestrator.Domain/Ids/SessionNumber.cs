using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Orchestrator.Domain;

/// <summary>The nine digits that the operator reads to the technician. The first digit is never 0.</summary>
public readonly record struct SessionNumber
{
    /// <summary>Smallest number.</summary>
    public const int Minimum = 100_000_000;

    /// <summary>Largest number.</summary>
    public const int Maximum = 999_999_999;

    /// <summary>Makes one; throws outside the range.</summary>
    public SessionNumber(int value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, Minimum);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Maximum);
        Value = value;
    }

    /// <summary>The number.</summary>
    public int Value { get; }

    /// <summary>Reads nine digits; spaces and hyphens between them are ignored.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out SessionNumber number)
    {
        number = default;
        var digits = new string((text ?? "").Where(c => c is not (' ' or '-')).ToArray());
        if (digits.Length != 9 || digits[0] == '0' || !digits.All(char.IsAsciiDigit))
        {
            return false;
        }

        number = new SessionNumber(int.Parse(digits, CultureInfo.InvariantCulture));
        return true;
    }

    /// <summary>Without spaces, as it stands in records and file names.</summary>
    public override string ToString() => Value.ToString("D9", CultureInfo.InvariantCulture);

    /// <summary>In groups of three, as a person reads it aloud.</summary>
    public string Spoken() => ToString().Insert(6, " ").Insert(3, " ");
}
