"""What a final result is used for (结果的使用): how money would be divided, and what stands on record of a department or person.

The system pays and promotes nobody; it computes, explains and keeps.
"""
